package io.funclet.host.call.stat;

/** How large payloads were: how many of them within each of a fixed row of buckets. Immutable. */
public final class SizeHistogram {

    /** Up to 64 bytes, 256, and so on up to 4 MiB, the usual limit of a message; the last one has no end. */
    static final int BUCKETS = 10;

    private static final int FIRST_BITS = 6;

    private final long[] counts;
    private final long totalBytes;

    /** Takes the array over. */
    SizeHistogram(long[] counts, long totalBytes) {
        this.counts = counts;
        this.totalBytes = totalBytes;
    }

    static int bucket(int bytes) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(bytes, 1) - 1);
        return Math.min(Math.max(bits - FIRST_BITS + 1, 0) / 2, BUCKETS - 1);
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
     * @param bucket the number of a bucket, from 0; not the last one, which has no end
     * @return the largest size in bytes that falls into it
     */
    public long end(int bucket) {
        return 1L << FIRST_BITS + 2 * bucket;
    }

    /**
     * How many fell into a bucket.
     *
     * @param bucket the number of a bucket, from 0
     * @return the payloads of this bucket alone
     */
    public long count(int bucket) {
        return counts[bucket];
    }

    /**
     * How large all were together.
     *
     * @return the sum in bytes
     */
    public long totalBytes() {
        return totalBytes;
    }
}
