/** The grpc-java server that the runtime is compared with. */
package io.funclet.benchmarks.server;
