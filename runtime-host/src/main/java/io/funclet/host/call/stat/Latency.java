package io.funclet.host.call.stat;

import java.time.Duration;

/**
 * A histogram of durations, such as from acceptance of a call to its outcome. Immutable.
 *
 * <p>Each doubling has four buckets, from 1 us to about two minutes. So quantiles are too high by a quarter at most.
 */
public final class Latency {

    /** The bounds are 1.25, 1.5, 1.75 and 2 us, then twice that, and so on. The last bucket has no bound. */
    static final int BUCKETS = 27 * 4 + 1;

    private final long[] counts;
    private final long totalNanos;

    /** Keeps the array without a copy. */
    Latency(long[] counts, long totalNanos) {
        this.counts = counts;
        this.totalNanos = totalNanos;
    }

    static int bucket(long nanos) {
        // 1024 ns count as 1 us: a shift instead of a division.
        long quarters = Math.max(nanos, 1024) >> 8;
        int octave = 61 - Long.numberOfLeadingZeros(quarters);
        int bucket = octave * 4 + (int) (quarters >> octave) - 4;
        return Math.min(bucket, BUCKETS - 1);
    }

    public int buckets() {
        return BUCKETS;
    }

    /** The exclusive bound of a bucket, counted from 0; {@code null} for the last one. */
    public Duration end(int bucket) {
        return bucket == BUCKETS - 1 ? null : Duration.ofNanos((bucket % 4 + 5L) << 8 << bucket / 4);
    }

    /** In this bucket alone. */
    public long count(int bucket) {
        return counts[bucket];
    }

    public Latency plus(Latency others) {
        long[] sums = counts.clone();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            sums[bucket] += others.counts[bucket];
        }
        return new Latency(sums, totalNanos + others.totalNanos);
    }

    /** Those that took so long, or longer: all in buckets that begin there, or later. */
    public long countFrom(Duration least) {
        long sum = 0;
        for (int bucket = BUCKETS - 1; bucket > 0 && end(bucket - 1).compareTo(least) >= 0; bucket--) {
            sum += counts[bucket];
        }
        return sum;
    }

    /** Without those that were there at an earlier time. */
    public Latency since(Latency before) {
        long[] rest = counts.clone();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            rest[bucket] -= before.counts[bucket];
        }
        return new Latency(rest, totalNanos - before.totalNanos);
    }

    /** In all buckets. */
    public long count() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    public Duration total() {
        return Duration.ofNanos(totalNanos);
    }

    /**
     * A quantile: the bound of the bucket in which it is.
     *
     * @param part of 1, such as 0.99
     * @return the bound; the largest one if the call took longer; zero without calls
     */
    public Duration quantile(double part) {
        long rank = (long) Math.ceil(count() * part);
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS && rank > 0; bucket++) {
            seen += counts[bucket];
            if (seen >= rank) {
                return end(Math.min(bucket, BUCKETS - 2));
            }
        }
        return Duration.ZERO;
    }
}
