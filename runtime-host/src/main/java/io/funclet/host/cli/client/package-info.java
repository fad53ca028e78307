/** Clients of a running runtime: its control socket, and calls of functions. */
package io.funclet.host.cli.client;
