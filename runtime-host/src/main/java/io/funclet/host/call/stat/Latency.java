package io.funclet.host.call.stat;

import java.time.Duration;

/**
 * How long calls took, from when they were taken in to their answer, or other things: how many of them within each of a
 * fixed row of buckets. Immutable.
 *
 * <p>Four buckets for each doubling, from 1 us to about two minutes: what is read from them is too high by a quarter at most.
 */
public final class Latency {

    /** Up to 1.25, 1.5, 1.75 and 2 us, then twice that, and so on; the last one has no end. */
    static final int BUCKETS = 27 * 4 + 1;

    private final long[] counts;
    private final long totalNanos;

    /** Takes the array over. */
    Latency(long[] counts, long totalNanos) {
        this.counts = counts;
        this.totalNanos = totalNanos;
    }

    static int bucket(long nanos) {
        // 1 us is taken for 1024 ns: a shift instead of a division.
        long quarters = Math.max(nanos, 1024) >> 8;
        int octave = 61 - Long.numberOfLeadingZeros(quarters);
        int bucket = octave * 4 + (int) (quarters >> octave) - 4;
        return Math.min(bucket, BUCKETS - 1);
    }

    /**
     * How many buckets there are.
     *
     * @return the number
     */
    public int buckets() {
        return BUCKETS;
    }

    /**
     * Where a bucket ends.
     *
     * @param bucket the number of a bucket, from 0
     * @return all calls of the bucket took less than this; {@code null} of the last one, which has no end
     */
    public Duration end(int bucket) {
        return bucket == BUCKETS - 1 ? null : Duration.ofNanos((bucket % 4 + 5L) << 8 << bucket / 4);
    }

    /**
     * How many calls fell into a bucket.
     *
     * @param bucket the number of a bucket, from 0
     * @return the calls of this bucket alone
     */
    public long count(int bucket) {
        return counts[bucket];
    }

    /**
     * These and others together.
     *
     * @param others what is added
     * @return the sum
     */
    public Latency plus(Latency others) {
        long[] sums = counts.clone();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            sums[bucket] += others.counts[bucket];
        }
        return new Latency(sums, totalNanos + others.totalNanos);
    }

    /**
     * How many calls there were.
     *
     * @return the sum of all buckets
     */
    public long count() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /**
     * How long all calls took together.
     *
     * @return the sum
     */
    public Duration total() {
        return Duration.ofNanos(totalNanos);
    }

    /**
     * Within which time a part of the calls ended.
     *
     * @param part of 1, such as 0.99
     * @return the end of the bucket in which that call is; that of the last bucket but one if it took longer than all
     *     bounds; zero if there was no call
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
