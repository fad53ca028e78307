/**
 * The path of a call, in plain Java: from a parsed request to the function and back. Knows the configuration and the
 * function API, and neither gRPC nor OSGi.
 *
 * <p>A {@link io.funclet.host.call.Call} is given to the {@link io.funclet.host.call.Invoker}, which asks the
 * {@link io.funclet.host.call.Router} for its {@link io.funclet.host.call.FunctionEndpoint} and takes it in if
 * its {@link io.funclet.host.call.Bulkhead} allow; a worker takes a {@link io.funclet.host.call.Lease} on the version that
 * serves there and runs the {@link io.funclet.host.call.Invocation}. Who has to wait stands in
 * {@link io.funclet.host.call.WaitQueue}.
 */
package io.funclet.host.call;
