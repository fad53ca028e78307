package io.funclet.sample.test;

import io.funclet.api.CallContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A call of baetyl 2.x with nothing but metadata. */
record FaasCall(Map<String, String> metadata) implements CallContext {

    @Override
    public Protocol protocol() {
        return Protocol.BAETYL_FAAS;
    }

    @Override
    public String functionName() {
        return "";
    }

    @Override
    public String functionVersion() {
        return "1.0.0";
    }

    @Override
    public String invokeId() {
        return "";
    }

    @Override
    public long messageId() {
        return 0;
    }

    @Override
    public OptionalInt qos() {
        return OptionalInt.empty();
    }

    @Override
    public String topic() {
        return "";
    }

    @Override
    public Optional<Instant> timestamp() {
        return Optional.empty();
    }

    @Override
    public Duration remaining() {
        return Duration.ofSeconds(30);
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public Map<String, String> env() {
        return Map.of();
    }
}
