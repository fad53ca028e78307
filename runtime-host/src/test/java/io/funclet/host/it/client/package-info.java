/** Callers, and what they see. */
package io.funclet.host.it.client;
