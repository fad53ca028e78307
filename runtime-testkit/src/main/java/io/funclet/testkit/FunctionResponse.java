package io.funclet.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;

/**
 * The response to a call, or its failure. Immutable.
 *
 * @since 1.0
 */
public final class FunctionResponse {

    private static final String OK = "OK";

    private final String status;
    private final String message;
    private final ByteString payload;

    private FunctionResponse(String status, String message, ByteString payload) {
        this.status = status;
        this.message = message;
        this.payload = payload;
    }

    static FunctionResponse of(ByteString payload) {
        return new FunctionResponse(OK, "", payload);
    }

    static FunctionResponse failed(String status, String message) {
        return new FunctionResponse(status, message, null);
    }

    /** Whether the function has responded. */
    public boolean isOk() {
        return payload != null;
    }

    /** Whether the function has responded without a payload, so that its caller publishes nothing. */
    public boolean isFiltered() {
        return isOk() && payload.isEmpty();
    }

    /** The gRPC status, such as {@code OK}, {@code NOT_FOUND} or {@code INVALID_ARGUMENT}. */
    public String status() {
        return status;
    }

    /** What the caller is told about the failure; empty if there is none. */
    public String message() {
        return message;
    }

    /**
     * The payload as UTF-8; empty if the function filters the event.
     *
     * @throws AssertionError if the call failed, with status and message
     */
    public String text() {
        return payload().toString(UTF_8);
    }

    /**
     * A copy of the payload; empty if the function filters the event.
     *
     * @throws AssertionError if the call failed, with status and message
     */
    public byte[] bytes() {
        return payload().toByteArray();
    }

    private ByteString payload() {
        if (payload == null) {
            throw new AssertionError("the call failed: " + this);
        }
        return payload;
    }

    /** The payload, or status and message. */
    @Override
    public String toString() {
        return isOk() ? text() : status + ": " + message;
    }
}
