/** Clients of a running runtime: for its control socket, and for calls of functions. */
package io.funclet.host.cli.client;
