/** The gRPC server. Only this package and {@code control} know gRPC, Netty and protobuf. */
package io.funclet.host.grpc;
