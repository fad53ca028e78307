package io.funclet.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A function: takes an event, gives an answer.
 *
 * <pre>{@code
 * @Component
 * @FunctionName("echo")
 * public class EchoFunction implements FunctionHandler {
 *     @Override
 *     public Payload handle(Payload event, CallContext context) {
 *         return event;
 *     }
 * }
 * }</pre>
 *
 * <p>One object serves all calls of one version of its bundle. It is made by Declarative Services, so that it may have
 * references, {@code @Activate} and {@code @Deactivate}; the latter runs after the last call of this version has ended.
 *
 * @since 1.0
 */
@ConsumerType
@FunctionalInterface
public interface FunctionHandler {

    /**
     * Handles one call.
     *
     * <p>Called by several threads at once. The thread's context class loader is the one of the function's bundle. The
     * thread is interrupted when the call's time is over or its caller has gone away: the answer no longer reaches
     * anyone then, and the function should return.
     *
     * @param event what the caller sent; empty, never {@code null}
     * @param context who calls what, and how long it may take; to be used during this call only
     * @return the answer; {@code null} or an empty payload means "filter": the caller publishes nothing
     * @throws FunctionException when the function refuses the event; its message goes to the caller as it is
     * @throws Exception when the function fails. The caller gets one line with the exception's name and message, the
     *     log gets the stack. openedge and baetyl count any failure against the process and may start a new one
     */
    Payload handle(Payload event, CallContext context) throws Exception;
}
