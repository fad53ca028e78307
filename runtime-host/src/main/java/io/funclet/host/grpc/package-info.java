/**
 * The gRPC server with the services of all four generations of callers. With {@code control}, the only room that knows
 * gRPC, and Netty and protobuf beneath it.
 */
package io.funclet.host.grpc;
