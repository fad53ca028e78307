package io.funclet.host.call.model;

import io.funclet.api.CallContext.Protocol;
import io.funclet.api.Payload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a caller sent, free of its wire format.
 *
 * @param functionName may be empty, like {@code topic} and {@code invokeId}
 * @param messageId 0 if there is none
 * @param qos in {@link Protocol#BAETYL_FAAS} as far as the metadata holds a number
 * @param timestampSeconds when the message arrived, 0 if the caller did not say
 * @param sentMetadata the message's own metadata; {@code null} in protocols without
 * @param tenant whose function the caller means; empty if it does not say
 * @param trace where the call stands in its caller's trace; {@code null} if the caller did not say
 */
public record Call(
        Protocol protocol,
        String functionName,
        Payload payload,
        long messageId,
        OptionalInt qos,
        String topic,
        long timestampSeconds,
        String invokeId,
        Map<String, String> sentMetadata,
        String tenant,
        TraceContext trace) {

    /** Made on demand, because most functions do not use it. */
    public Map<String, String> metadata() {
        if (sentMetadata != null) {
            return Map.copyOf(sentMetadata);
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        qos.ifPresent(value -> metadata.put("messageQOS", Integer.toString(value)));
        putText(metadata, "messageTopic", topic);
        putText(metadata, "messageTimestamp", timestampSeconds == 0 ? "" : Long.toString(timestampSeconds));
        putText(metadata, "functionName", functionName);
        putText(metadata, "functionInvokeID", invokeId);
        putText(metadata, "invokeid", invokeId);
        return Map.copyOf(metadata);
    }

    private static void putText(Map<String, String> metadata, String key, String value) {
        if (!value.isEmpty()) {
            metadata.put(key, value);
        }
    }
}
