package io.funclet.host.web.metrics;

import io.funclet.host.call.stat.Latency;
import io.funclet.host.call.stat.SizeHistogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Merges buckets for metrics, because each bucket is a time series. */
public final class HistogramBuckets {

    /** About 16 us: anything below is fast. */
    private static final long SHORTEST_NANOS = 1 << 14;

    /** About 34 s: anything above is slow. By default, calls end after 30 s. */
    private static final long LONGEST_NANOS = 1L << 35;

    private HistogramBuckets() {}

    public static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    static ClassicHistogramBuckets of(Latency latency) {
        List<Double> ends = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        long count = 0;
        for (int bucket = 0; bucket < latency.buckets(); bucket++) {
            count += latency.count(bucket);
            Duration end = latency.end(bucket);
            if (end == null) {
                ends.add(Double.POSITIVE_INFINITY);
            } else if (isBound(end.toNanos())) {
                ends.add(seconds(end));
            } else {
                continue;
            }
            counts.add(count);
            count = 0;
        }
        return ClassicHistogramBuckets.of(ends, counts);
    }

    private static boolean isBound(long nanos) {
        return nanos >= SHORTEST_NANOS && nanos <= LONGEST_NANOS && Long.bitCount(nanos) == 1;
    }

    static ClassicHistogramBuckets of(SizeHistogram sizes) {
        int last = sizes.buckets() - 1;
        return ClassicHistogramBuckets.of(
                IntStream.rangeClosed(0, last)
                        .mapToObj(bucket -> bucket == last ? Double.POSITIVE_INFINITY : (double) sizes.end(bucket))
                        .toList(),
                IntStream.rangeClosed(0, last).mapToObj(sizes::count).toList());
    }
}
