package io.funclet.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A function: takes an event, returns a response.
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
 * <p>One object serves all calls of one version of its bundle. Declarative Services makes it, so it may have references,
 * {@code @Activate} and {@code @Deactivate}. The latter runs after the last call of this version has ended.
 *
 * @since 1.0
 */
@ConsumerType
@FunctionalInterface
public interface FunctionHandler {

    /**
     * Handles one call.
     *
     * <p>Called by several threads at once. The context class loader of the thread is that of the function's bundle. The
     * thread is interrupted when the time of the call is over or its caller disconnects. Then no response is sent, and
     * the function should return.
     *
     * @param event what the caller sent; empty, never {@code null}
     * @param context describes the call, its caller and its remaining time; valid during this call only
     * @return the response; {@code null} or an empty payload means "filter": the caller publishes nothing
     * @throws FunctionException when the function rejects the event; the caller gets its message
     * @throws Exception when the function fails. The caller gets one line with the name and message of the exception;
     *     the log gets the stack. openedge and baetyl may replace the process after any failure
     */
    Payload handle(Payload event, CallContext context) throws Exception;
}
