package io.funclet.host.cli.client;

import com.google.protobuf.ByteString;
import java.util.Map;

/**
 * One call by a caller of any generation. A generation leaves out what it has no field for.
 *
 * @param function the function's name
 * @param payload the event
 * @param topic the MQTT topic, or empty
 * @param qos the MQTT quality of service
 * @param id the id of the message, unsigned
 * @param timestamp seconds since 1970, or 0
 * @param invokeId the id of the call in the logs, or empty
 * @param metadata further entries for the newest generation
 */
public record CallRequest(
        String function,
        ByteString payload,
        String topic,
        int qos,
        long id,
        long timestamp,
        String invokeId,
        Map<String, String> metadata) {}
