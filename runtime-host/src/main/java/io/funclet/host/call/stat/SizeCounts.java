package io.funclet.host.call.stat;

/** Counts sizes. Guarded by its user. */
final class SizeCounts {

    private final long[] counts = new long[SizeHistogram.BUCKETS];

    private long totalBytes;

    void add(int bytes, long weight) {
        counts[SizeHistogram.bucket(bytes)] += weight;
        totalBytes += weight * bytes;
    }

    SizeHistogram sum() {
        return new SizeHistogram(counts.clone(), totalBytes);
    }
}
