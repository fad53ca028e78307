/** Calls of functions by HTTP, as plain requests and as CloudEvents, if they are on. */
package io.funclet.host.web.call;
