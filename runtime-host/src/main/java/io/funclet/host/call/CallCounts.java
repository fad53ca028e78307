package io.funclet.host.call;

import io.funclet.api.CallContext.Protocol;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What has become of the calls of one function since the process started. Written by every call when it ends, three
 * additions that do not wait for each other; read by whoever wants to know, without stopping anybody, so that the numbers
 * of one reading may be a call apart.
 */
final class CallCounts {

    private static final CallFailure[] FAILURES = CallFailure.values();

    /** By protocol; of each, the calls that were answered and then those that failed, by their failure. */
    private final LongAdder[][] ends = new LongAdder[Protocol.values().length][FAILURES.length + 1];

    private final LongAdder[] latencies = new LongAdder[Latency.BUCKETS];

    private final LongAdder totalNanos = new LongAdder();

    CallCounts() {
        for (LongAdder[] ofProtocol : ends) {
            fill(ofProtocol);
        }
        fill(latencies);
    }

    private static void fill(LongAdder[] adders) {
        for (int i = 0; i < adders.length; i++) {
            adders[i] = new LongAdder();
        }
    }

    /**
     * A call has ended.
     *
     * @param failure how it failed; {@code null} if it was answered
     * @param nanos since it was taken in
     */
    void ended(Protocol protocol, CallFailure failure, long nanos) {
        ends[protocol.ordinal()][failure == null ? 0 : failure.ordinal() + 1].increment();
        latencies[Latency.bucket(nanos)].increment();
        totalNanos.add(nanos);
    }

    /** A call was not let in; it has no latency. */
    void rejected(Protocol protocol, CallFailure failure) {
        ends[protocol.ordinal()][failure.ordinal() + 1].increment();
    }

    /** The calls that were answered. */
    Map<Protocol, Long> answered() {
        Map<Protocol, Long> answered = new EnumMap<>(Protocol.class);
        for (Protocol protocol : Protocol.values()) {
            put(answered, protocol, ends[protocol.ordinal()][0].sum());
        }
        return answered;
    }

    /** The calls that failed. What has not happened is not in the maps. */
    Map<Protocol, Map<CallFailure, Long>> failed() {
        Map<Protocol, Map<CallFailure, Long>> failed = new EnumMap<>(Protocol.class);
        for (Protocol protocol : Protocol.values()) {
            Map<CallFailure, Long> failures = new EnumMap<>(CallFailure.class);
            for (CallFailure failure : FAILURES) {
                put(failures, failure, ends[protocol.ordinal()][failure.ordinal() + 1].sum());
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

    Latency latency() {
        long[] counts = new long[latencies.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = latencies[i].sum();
        }
        return new Latency(counts, totalNanos.sum());
    }
}
