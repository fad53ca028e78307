package io.funclet.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Describes the call that a function handles.
 *
 * <p>The runtime makes one for each call. Any thread may use it until the call ends. No method blocks or throws. What the
 * caller did not send is empty, never {@code null}.
 *
 * @since 1.0
 */
@ProviderType
public interface CallContext {

    /** The protocols that callers speak, oldest first. More may be added: a {@code switch} needs a {@code default}. */
    enum Protocol {
        /** openedge 0.1.0 and 0.1.1: {@code runtime.Runtime/Handle}. */
        OPENEDGE_RUNTIME,
        /** openedge 0.1.2 to 0.1.5: {@code openedge.Function/Call}. */
        OPENEDGE_FUNCTION,
        /** baetyl 0.1.6 to 1.x: {@code baetyl.Function/Call}. */
        BAETYL_FUNCTION,
        /** baetyl 2.x: {@code faas.Function/Call}. */
        BAETYL_FAAS,
        /**
         * HTTP: {@code POST /functions/NAME}.
         *
         * @since 1.1
         */
        HTTP
    }

    /**
     * The protocol of the call.
     *
     * @return the protocol
     */
    Protocol protocol();

    /**
     * The name of the function in the runtime's configuration. One handler may serve several names.
     *
     * @return the configured name, or {@code function.name} where functions are served without a configuration
     */
    String functionName();

    /**
     * The version of the function's bundle that handles this call.
     *
     * @return an OSGi version, such as {@code 1.2.0}
     */
    String functionVersion();

    /**
     * Identifies this call in the logs of its caller.
     *
     * @return the id, or an empty string
     */
    String invokeId();

    /**
     * The id of the message, as unsigned 64 bits.
     *
     * @return the id, or 0 where the protocol or the caller has none
     */
    long messageId();

    /**
     * The quality of service of the MQTT message.
     *
     * @return 0, 1 or 2 as the caller sent it; empty where it sent none
     */
    OptionalInt qos();

    /**
     * The topic of the MQTT message.
     *
     * @return the topic, or an empty string
     */
    String topic();

    /**
     * When the message arrived at the gateway.
     *
     * @return the time, in whole seconds; empty where the protocol or the caller has none
     */
    Optional<Instant> timestamp();

    /**
     * The metadata of the message, as text under the names of openedge and baetyl.
     *
     * <p>For {@link Protocol#BAETYL_FAAS} these are the metadata of the message. For the older protocols, they are its
     * fields: {@code messageQOS}, {@code messageTopic}, {@code messageTimestamp}, {@code functionName},
     * {@code functionInvokeID} and its old name {@code invokeid}, each only if the caller sent it, and
     * the quality of service always. For {@link Protocol#HTTP}, they are what the headers of the request say, and the
     * attributes of a CloudEvent as {@code ce-id}, {@code ce-source} and so on.
     *
     * @return an unmodifiable map
     */
    Map<String, String> metadata();

    /**
     * The {@code traceparent} of the call (W3C Trace Context). Send it on, with a new span id, in what the function calls.
     * The log lines of this call have its trace id and span id.
     *
     * @return a valid {@code traceparent} of version 00; empty where the caller sent none, or a malformed one
     */
    default Optional<String> traceParent() {
        return Optional.empty();
    }

    /**
     * The {@code tracestate} that belongs to {@link #traceParent()} (W3C Trace Context).
     *
     * @return a valid {@code tracestate}; empty where the caller sent none, a malformed one, or no {@code traceparent}
     */
    default Optional<String> traceState() {
        return Optional.empty();
    }

    /**
     * How long the call may still take.
     *
     * @return the time left, zero when it is over; at most what the caller, the function's own limit and
     *     {@code server.timeout} allow
     */
    Duration remaining();

    /**
     * Whether the response is no longer needed, because the time is over or the caller has disconnected.
     *
     * @return {@code true} once the call was cancelled; it stays so
     */
    boolean isCancelled();

    /**
     * The environment of this function in the configuration, {@code function.env}.
     *
     * @return an unmodifiable map, without the environment of the process
     */
    Map<String, String> env();
}
