package io.funclet.host.call.stat;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Counts durations. Any thread writes without waiting; reading stops no thread. */
public final class DurationCounts {

    private final StripedCounters counts = new StripedCounters(Latency.BUCKETS);

    private final LongAdder totalNanos = new LongAdder();

    public void add(Duration duration) {
        add(duration.toNanos());
    }

    public void add(long nanos) {
        counts.increment(Latency.bucket(nanos));
        totalNanos.add(nanos);
    }

    void add(DurationCounts others) {
        counts.add(others.counts);
        totalNanos.add(others.totalNanos.sum());
    }

    public Latency sum() {
        return new Latency(counts.sums(), totalNanos.sum());
    }
}
