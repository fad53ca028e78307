/**
 * What an operator reads: the log of the process, with what its functions log and print. Metrics and status come here
 * too. Built on {@code java.util.logging}, because gRPC and Netty log there, and because it costs no thread and no
 * library; SLF4J arrives through its binding to it. Knows only the configuration.
 */
package io.funclet.host.ops;
