/** Event loops, the listening socket, TLS, and the log of connections. */
package io.funclet.host.grpc.transport;
