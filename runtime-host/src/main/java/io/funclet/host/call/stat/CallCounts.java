package io.funclet.host.call.stat;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.model.CallFailure;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts the outcomes of calls. Each call adds three numbers without waiting. Readers stop no call, so the numbers of
 * one reading may differ by a call.
 */
public final class CallCounts {

    private static final CallFailure[] FAILURES = CallFailure.values();

    /** By protocol: the calls with a response, and the failed ones by failure. */
    private static final int ENDS = FAILURES.length + 1;

    private final StripedCounters ends = new StripedCounters(Protocol.values().length * ENDS);

    private final DurationCounts durations = new DurationCounts();

    private static int end(Protocol protocol, CallFailure failure) {
        return protocol.ordinal() * ENDS + (failure == null ? 0 : failure.ordinal() + 1);
    }

    /** Counts the end of a call; {@code failure} is {@code null} if it succeeded. */
    public void ended(Protocol protocol, CallFailure failure, long nanos) {
        ends.increment(end(protocol, failure));
        durations.add(nanos);
    }

    /** A call was rejected; it has no latency. */
    public void rejected(Protocol protocol, CallFailure failure) {
        ends.increment(end(protocol, failure));
    }

    public Map<Protocol, Long> answered() {
        Map<Protocol, Long> answered = new EnumMap<>(Protocol.class);
        for (Protocol protocol : Protocol.values()) {
            put(answered, protocol, ends.sum(end(protocol, null)));
        }
        return answered;
    }

    /** Without zeros. */
    public Map<Protocol, Map<CallFailure, Long>> failed() {
        Map<Protocol, Map<CallFailure, Long>> failed = new EnumMap<>(Protocol.class);
        for (Protocol protocol : Protocol.values()) {
            Map<CallFailure, Long> failures = new EnumMap<>(CallFailure.class);
            for (CallFailure failure : FAILURES) {
                put(failures, failure, ends.sum(end(protocol, failure)));
            }
            if (!failures.isEmpty()) {
                failed.put(protocol, failures);
            }
        }
        return failed;
    }

    private static <K> void put(Map<K, Long> counts, K key, long count) {
        if (count > 0) {
            counts.put(key, count);
        }
    }

    static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    static long sumOfAll(Map<?, ? extends Map<?, Long>> counts) {
        return counts.values().stream().mapToLong(CallCounts::sum).sum();
    }

    long count() {
        return ends.sum();
    }

    public Latency latency() {
        return durations.sum();
    }

    void add(CallCounts others) {
        ends.add(others.ends);
        durations.add(others.durations);
    }
}
