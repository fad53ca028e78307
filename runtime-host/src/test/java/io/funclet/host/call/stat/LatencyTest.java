package io.funclet.host.call.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class LatencyTest {

    private static final Latency NONE = new Latency(new long[Latency.BUCKETS], 0);

    @Test
    void everyTime_fallsIntoTheFirstBucketThatEndsAfterIt() {
        for (int i = 0; i < 10_000; i++) {
            long nanos = ThreadLocalRandom.current()
                    .nextLong(1L << ThreadLocalRandom.current().nextInt(1, 37));
            int bucket = Latency.bucket(nanos);
            assertTrue(nanos < NONE.end(bucket).toNanos(), () -> nanos + " ns in bucket " + bucket);
            assertTrue(bucket == 0 || nanos >= NONE.end(bucket - 1).toNanos(), () -> nanos + " ns in bucket " + bucket);
        }
    }

    @Test
    void ends_growByAQuarterAtMost() {
        for (int bucket = 1; bucket < Latency.BUCKETS - 1; bucket++) {
            assertTrue(NONE.end(bucket).toNanos() > NONE.end(bucket - 1).toNanos());
            assertTrue(NONE.end(bucket).toNanos() <= NONE.end(bucket - 1).toNanos() * 5 / 4);
        }
    }

    @Test
    void extremes_fallIntoTheFirstAndTheLastBucket() {
        assertEquals(0, Latency.bucket(-1));
        assertEquals(0, Latency.bucket(0));
        assertEquals(Latency.BUCKETS - 1, Latency.bucket(Long.MAX_VALUE));
        assertNull(NONE.end(Latency.BUCKETS - 1));
    }

    @Test
    void quantile_isTheEndOfTheBucketOfThatCall() {
        long[] counts = new long[Latency.BUCKETS];
        counts[Latency.bucket(1_000_000)] = 98;
        counts[Latency.bucket(50_000_000)] = 2;
        Latency latency = new Latency(counts, 0);

        assertEquals(NONE.end(Latency.bucket(1_000_000)), latency.quantile(0.5));
        assertEquals(NONE.end(Latency.bucket(1_000_000)), latency.quantile(0.98));
        assertEquals(NONE.end(Latency.bucket(50_000_000)), latency.quantile(0.99));
        assertEquals(Duration.ZERO, NONE.quantile(0.99));
    }

    @Test
    void timesFromAPointOn_areThoseOfTheBucketsThatBeginThere() {
        DurationCounts counts = new DurationCounts();
        counts.add(1_000_000);
        Latency before = counts.sum();
        counts.add(100_000_000);
        assertEquals(2, counts.sum().countFrom(Duration.ZERO));
        assertEquals(1, counts.sum().countFrom(Duration.ofMillis(2)));
        assertEquals(0, counts.sum().countFrom(Duration.ofMillis(100)));
        assertEquals(0, counts.sum().since(before).countFrom(Duration.ofMillis(100)));
        assertEquals(1, counts.sum().since(before).count());
    }
}
