package io.funclet.host.call.stat;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Counts how long things took. Written by any thread, without waiting; read without stopping anybody. */
public final class DurationCounts {

    private final StripedCounters counts = new StripedCounters(Latency.BUCKETS);

    private final LongAdder totalNanos = new LongAdder();

    /** Makes a count of nothing. */
    public DurationCounts() {}

    /**
     * Counts one.
     *
     * @param duration how long it took
     */
    public void add(Duration duration) {
        add(duration.toNanos());
    }

    void add(long nanos) {
        counts.increment(Latency.bucket(nanos));
        totalNanos.add(nanos);
    }

    void add(DurationCounts others) {
        counts.add(others.counts);
        totalNanos.add(others.totalNanos.sum());
    }

    /**
     * What has been counted until now.
     *
     * @return the counts
     */
    public Latency sum() {
        return new Latency(counts.sums(), totalNanos.sum());
    }
}
