package io.funclet.host.call.stat;

/** Counts how large things are. Guarded by whoever uses it. */
final class SizeCounts {

    private final long[] counts = new long[SizeHistogram.BUCKETS];

    private long totalBytes;

    /** As many as the weight says, all of one size. */
    void add(int bytes, long weight) {
        counts[SizeHistogram.bucket(bytes)] += weight;
        totalBytes += weight * bytes;
    }

    SizeHistogram sum() {
        return new SizeHistogram(counts.clone(), totalBytes);
    }
}
