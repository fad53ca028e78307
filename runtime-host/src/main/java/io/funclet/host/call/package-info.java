/**
 * The path of a call, in plain Java: from a parsed request to the function and back. Knows neither gRPC nor OSGi.
 *
 * <ol>
 *   <li>{@code grpc} parses the bytes of a request into a {@link io.funclet.host.call.model.Call}.
 *   <li>{@link io.funclet.host.call.Invoker} accepts it, sets its deadline, and chooses an event loop or a worker.
 *   <li>{@link io.funclet.host.call.Router} finds the endpoint by name, without a lock.
 *   <li>{@link io.funclet.host.call.endpoint.FunctionEndpoint} lets it run or wait: its bulkhead counts, its queue waits.
 *   <li>{@link io.funclet.host.call.worker.CallExecutor} runs it on a worker: the only hand-over between threads.
 *   <li>{@link io.funclet.host.call.endpoint.Invocation} takes a lease on the version that serves, and calls the handler.
 * </ol>
 *
 * <p>{@code CallOutcome} counts the outcome once, and gives it to the
 * {@link io.funclet.host.call.model.Responder} of {@code grpc}. A deadline, a disconnected caller, a limit or a version whose
 * drain time is over ends a call early.
 */
package io.funclet.host.call;
