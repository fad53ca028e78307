/** The messages of all generations, without generated classes, and the mapping of failures to statuses. */
package io.funclet.host.grpc.wire;
