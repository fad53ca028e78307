/**
 * The parts of the log that all packages use: the context of a line, and the sink that receives it. Built on {@code
 * java.util.logging}, because gRPC and Netty use it, and it needs no thread and no library.
 */
package io.funclet.host.log;
