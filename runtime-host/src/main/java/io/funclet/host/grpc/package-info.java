/**
 * The wire: one gRPC server with the services of all four generations. The only room that knows gRPC, and Netty and
 * protobuf beneath it.
 */
package io.funclet.host.grpc;
