/** Limits on connections, streams, frames and buffers, so that no client exhausts the process. */
package io.funclet.host.grpc.limit;
