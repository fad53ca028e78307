package io.funclet.sample;

import io.funclet.api.CallContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A call as the runtime would describe it, with what {@code sayhi} reads. */
record TestCall(
        Protocol protocol,
        OptionalInt qos,
        String topic,
        Optional<Instant> timestamp,
        String invokeId,
        Map<String, String> metadata)
        implements CallContext {

    /** A caller of openedge or of the first baetyl that sent all fields. */
    static TestCall complete(Protocol protocol) {
        return new TestCall(
                protocol,
                OptionalInt.of(1),
                "t/in",
                Optional.of(Instant.ofEpochSecond(1_700_000_000)),
                "i-1",
                Map.of(
                        "messageQOS", "1",
                        "messageTopic", "t/in",
                        "messageTimestamp", "1700000000",
                        "functionName", "say",
                        "functionInvokeID", "i-1",
                        "invokeid", "i-1"));
    }

    /** A caller of openedge or of the first baetyl that left every field at its default. */
    static TestCall bare(Protocol protocol) {
        return new TestCall(protocol, OptionalInt.of(0), "", Optional.empty(), "", Map.of("messageQOS", "0"));
    }

    /** A caller of baetyl 2.x. */
    static TestCall faas(String invokeId, Map<String, String> metadata) {
        return new TestCall(
                Protocol.BAETYL_FAAS, OptionalInt.empty(), "", Optional.empty(), invokeId, Map.copyOf(metadata));
    }

    @Override
    public String functionName() {
        return "say";
    }

    @Override
    public String functionVersion() {
        return "1.0.0";
    }

    @Override
    public long messageId() {
        return 7;
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
