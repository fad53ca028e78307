package io.funclet.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A function on types of its author: takes an event that Funclet has read from JSON, returns a response that Funclet writes
 * as JSON.
 *
 * <pre>{@code
 * record Reading(String sensor, double celsius) {}
 *
 * record Alarm(String sensor, String text) {}
 *
 * @Component
 * @FunctionName("alarm")
 * public class AlarmFunction implements TypedFunction<Reading, Alarm> {
 *     @Override
 *     public Alarm handle(Reading reading, CallContext context) {
 *         return reading.celsius() > 80 ? new Alarm(reading.sensor(), "too hot") : null;
 *     }
 * }
 * }</pre>
 *
 * <p>Types are records, classes with one public constructor, enums, sealed interfaces, lists, sets, maps, arrays, {@code Optional}, strings, numbers,
 * booleans, and the types of {@code java.time}. {@code Payload} and {@code byte[]} as the event or the response are the bytes
 * of the message, unread. Funclet rejects the bundle if it cannot convert a type, so the class must name both types:
 * a lambda does not. The reference page "typed functions" has all rules.
 *
 * <p>In all else a typed function is like a {@link FunctionHandler}: one object serves all calls of one version of its
 * bundle, and the annotations have the same effects.
 *
 * @param <E> the type of the event
 * @param <R> the type of the response; {@code Void} if there is none
 * @since 1.1
 */
@ConsumerType
@FunctionalInterface
public interface TypedFunction<E, R> {

    /**
     * Handles one call. Called by several threads at once, as {@link FunctionHandler#handle} is.
     *
     * <p>Not called for an event that is no {@code E}: its caller gets one line with the place in the JSON, as by a
     * {@link FunctionException}. An empty event is one, unless {@code E} is an {@code Optional}, or takes bytes.
     *
     * @param event what the caller sent; {@code null} only if {@code E} is {@code Object} and the event is JSON's null
     * @param context describes the call, its caller and its remaining time; valid during this call only
     * @return the response; {@code null} or an empty {@code Optional} means "filter": the caller publishes nothing. If it
     *     cannot be JSON, for example a number that is infinite, the function has failed
     * @throws FunctionException when the function rejects the event; the caller gets its message
     * @throws Exception when the function fails, as {@link FunctionHandler#handle} does
     */
    R handle(E event, CallContext context) throws Exception;
}
