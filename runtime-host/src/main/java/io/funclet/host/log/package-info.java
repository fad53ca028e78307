/**
 * The words of the log that every room may use: the context of a line, and the sink that takes it. Built on {@code
 * java.util.logging}, because gRPC and Netty log there, and because it costs no thread and no library.
 */
package io.funclet.host.log;
