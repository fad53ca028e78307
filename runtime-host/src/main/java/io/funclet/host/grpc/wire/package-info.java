/**
 * The messages of the generations, read and written by hand over the shared schema, and the mapping of failures to
 * statuses.
 */
package io.funclet.host.grpc.wire;
