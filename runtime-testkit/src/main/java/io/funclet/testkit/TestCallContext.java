package io.funclet.testkit;

import io.funclet.api.CallContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The context of a call for tests that call a function as a plain object, without a runtime. Its time does not run.
 * Thread-safe once it is built.
 *
 * @since 1.0
 */
public final class TestCallContext implements CallContext {

    private final Builder values;
    private volatile boolean cancelled;

    private TestCallContext(Builder values) {
        this.values = values;
    }

    /** Returns a builder for a context of baetyl 2, whose function has the name {@code function}, with 30 s left. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a context of which only the function's name is known. */
    public static TestCallContext of(String functionName) {
        return builder().functionName(functionName).build();
    }

    /** Cancels the call, as if the caller had disconnected. Interrupts no thread. */
    public void cancel() {
        cancelled = true;
    }

    @Override
    public Protocol protocol() {
        return values.protocol;
    }

    @Override
    public String functionName() {
        return values.functionName;
    }

    @Override
    public String functionVersion() {
        return values.functionVersion;
    }

    @Override
    public String invokeId() {
        return values.invokeId;
    }

    @Override
    public long messageId() {
        return values.messageId;
    }

    @Override
    public OptionalInt qos() {
        return values.qos;
    }

    @Override
    public String topic() {
        return values.topic;
    }

    @Override
    public Optional<Instant> timestamp() {
        return values.timestamp;
    }

    @Override
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(values.metadata);
    }

    @Override
    public Optional<String> traceParent() {
        return values.traceParent;
    }

    @Override
    public Duration remaining() {
        return values.remaining;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public Map<String, String> env() {
        return Collections.unmodifiableMap(values.env);
    }

    /** What a context is to say. Mutable, of one thread. What is not set is empty. */
    public static final class Builder {

        private final Map<String, String> metadata = new LinkedHashMap<>();
        private final Map<String, String> env = new LinkedHashMap<>();
        private Protocol protocol = Protocol.BAETYL_FAAS;
        private String functionName = "function";
        private String functionVersion = "1.0.0";
        private String invokeId = "";
        private long messageId;
        private OptionalInt qos = OptionalInt.empty();
        private String topic = "";
        private Optional<Instant> timestamp = Optional.empty();
        private Optional<String> traceParent = Optional.empty();
        private Duration remaining = Duration.ofSeconds(30);

        private Builder() {}

        public Builder protocol(Protocol value) {
            protocol = value;
            return this;
        }

        public Builder functionName(String value) {
            functionName = value;
            return metadata("functionName", value);
        }

        public Builder functionVersion(String value) {
            functionVersion = value;
            return this;
        }

        public Builder invokeId(String value) {
            invokeId = value;
            return metadata("invokeId", value);
        }

        public Builder messageId(long value) {
            messageId = value;
            return this;
        }

        public Builder qos(int value) {
            qos = OptionalInt.of(value);
            return metadata("messageQOS", Integer.toString(value));
        }

        public Builder topic(String value) {
            topic = value;
            return metadata("messageTopic", value);
        }

        public Builder timestamp(Instant value) {
            timestamp = Optional.of(Instant.ofEpochSecond(value.getEpochSecond()));
            return metadata("messageTimestamp", Long.toString(value.getEpochSecond()));
        }

        /** Adds metadata. The other settings add theirs, under the names of baetyl 2. */
        public Builder metadata(String name, String value) {
            metadata.put(name, value);
            return this;
        }

        public Builder traceParent(String value) {
            traceParent = Optional.of(value);
            return this;
        }

        /** Sets how long the call may still take. It stays so. */
        public Builder remaining(Duration value) {
            remaining = value;
            return this;
        }

        public Builder env(String name, String value) {
            env.put(name, value);
            return this;
        }

        /** Builds the context. The builder must not be used any more. */
        public TestCallContext build() {
            return new TestCallContext(this);
        }
    }
}
