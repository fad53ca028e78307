/**
 * The gRPC server with the services of all four generations of callers. Only this package and {@code control} know
 * gRPC, Netty and protobuf.
 */
package io.funclet.host.grpc;
