package io.funclet.host.cli.client;

import com.google.protobuf.ByteString;
import java.util.Map;

/**
 * One call by a caller of any generation. A generation leaves out what it has no field for. What is not given is empty,
 * or 0.
 *
 * @param payload the event
 * @param id the id of the message, unsigned
 * @param timestamp seconds since 1970
 * @param invokeId the id of the call in the logs
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
