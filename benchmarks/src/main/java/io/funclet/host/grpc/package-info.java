/** Benchmarks of the hot path, in the package of what they measure because that is package-private. */
package io.funclet.host.grpc;
