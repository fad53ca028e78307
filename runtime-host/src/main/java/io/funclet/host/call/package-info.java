/**
 * The path of a call, in plain Java: from a parsed request to the function and back. Knows the configuration and the
 * function API, and neither gRPC nor OSGi.
 *
 * <p>A {@link io.funclet.host.call.model.Call} is given to the {@link io.funclet.host.call.Invoker}. It asks the
 * {@link io.funclet.host.call.Router} for the {@link io.funclet.host.call.endpoint.FunctionEndpoint}, which admits the
 * call if its {@link io.funclet.host.call.endpoint.Bulkhead} has room. A call that must wait stands in a {@link
 * io.funclet.host.call.endpoint.WaitQueue}. A worker takes a {@link io.funclet.host.call.endpoint.Lease} on the
 * version that serves, and runs the {@link io.funclet.host.call.endpoint.Invocation}.
 */
package io.funclet.host.call;
