package io.funclet.host.call.stat;

/** A histogram of payload sizes. Immutable. */
public final class SizeHistogram {

    /** Bounds of 64 bytes, 256, and so on up to 4 MiB, the usual message limit. The last bucket has none. */
    static final int BUCKETS = 10;

    private static final int FIRST_BITS = 6;

    private final long[] counts;
    private final long totalBytes;

    /** Keeps the array without a copy. */
    SizeHistogram(long[] counts, long totalBytes) {
        this.counts = counts;
        this.totalBytes = totalBytes;
    }

    static int bucket(int bytes) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(bytes, 1) - 1);
        return Math.min(Math.max(bits - FIRST_BITS + 1, 0) / 2, BUCKETS - 1);
    }

    public int buckets() {
        return BUCKETS;
    }

    /** The largest size in a bucket, counted from 0; the last one has no bound. */
    public long end(int bucket) {
        return 1L << FIRST_BITS + 2 * bucket;
    }

    /** In this bucket alone. */
    public long count(int bucket) {
        return counts[bucket];
    }

    public long totalBytes() {
        return totalBytes;
    }
}
