package io.funclet.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.funclet.api.CallContext.Protocol;
import io.funclet.host.cli.client.CallRequest;
import io.funclet.host.cli.client.ProtocolGeneration;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A call of a function, as a manager makes it, by gRPC. Mutable, of one thread; may be sent several times. A protocol
 * leaves out what it has no field for.
 *
 * @since 1.0
 */
public final class FunctionCall {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Channel channel;
    private final String function;
    private final Map<String, String> metadata = new HashMap<>();
    private Protocol protocol = Protocol.BAETYL_FAAS;
    private String topic = "";
    private int qos;
    private long messageId;
    private String invokeId = "";
    private long timestamp;
    private Duration timeout = TIMEOUT;

    FunctionCall(Channel channel, String function) {
        this.channel = channel;
        this.function = function;
    }

    /**
     * Sets the protocol; {@link Protocol#BAETYL_FAAS} otherwise.
     *
     * @throws IllegalArgumentException for {@link Protocol#HTTP}: only gRPC is spoken here
     */
    public FunctionCall protocol(Protocol value) {
        if (value == Protocol.HTTP) {
            throw new IllegalArgumentException("the test kit calls by gRPC, not by HTTP: choose another protocol");
        }
        protocol = value;
        return this;
    }

    public FunctionCall topic(String value) {
        topic = value;
        return this;
    }

    /** Sets the quality of service: 0, 1 or 2; 0 otherwise. */
    public FunctionCall qos(int value) {
        qos = value;
        return this;
    }

    /** Sets the id of the message, as unsigned 64 bits. */
    public FunctionCall messageId(long value) {
        messageId = value;
        return this;
    }

    /** Sets the id of the call in the logs. */
    public FunctionCall invokeId(String value) {
        invokeId = value;
        return this;
    }

    /** Sets when the message arrived, of which whole seconds are sent. */
    public FunctionCall timestamp(Instant value) {
        timestamp = value.getEpochSecond();
        return this;
    }

    /** Adds metadata of the message. Only {@link Protocol#BAETYL_FAAS} has it. */
    public FunctionCall metadata(String name, String value) {
        metadata.put(name, value);
        return this;
    }

    /** Sets how long to wait for the response; the runtime learns of it. 30 s otherwise. */
    public FunctionCall timeout(Duration value) {
        timeout = value;
        return this;
    }

    /** Sends the call with a text, and waits for its response or failure. */
    public FunctionResponse send(String payload) {
        return send(payload.getBytes(UTF_8));
    }

    /** Sends the call, and waits for its response or failure. */
    public FunctionResponse send(byte[] payload) {
        CallRequest request = new CallRequest(
                function, ByteString.copyFrom(payload), topic, qos, messageId, timestamp, invokeId, metadata);
        try {
            return FunctionResponse.of(
                    ProtocolGeneration.valueOf(protocol.name()).call(channel, request, timeout));
        } catch (StatusRuntimeException failed) {
            Status status = failed.getStatus();
            String message = status.getDescription();
            return FunctionResponse.failed(status.getCode().name(), message == null ? "" : message);
        }
    }

    /**
     * Sends the call with a text again and again, on a thread of its own, such as during an update. From now on, this object
     * belongs to that thread.
     *
     * @return the calls, which go on until they are closed
     */
    public RepeatedCalls repeatedly(String payload) {
        return new RepeatedCalls(function, () -> send(payload));
    }
}
