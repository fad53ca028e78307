package io.funclet.host.call.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SizeHistogramTest {

    @Test
    void everySize_isInTheBucketThatItFits() {
        SizeCounts counts = new SizeCounts();
        SizeHistogram sizeHistogram = counts.sum();
        for (int size : new int[] {0, 1, 63, 64, 65, 255, 256, 257, 1024, 1025, 4 << 20, (4 << 20) + 1, 1 << 30}) {
            int bucket = SizeHistogram.bucket(size);
            assertTrue(
                    bucket == sizeHistogram.buckets() - 1 || size <= sizeHistogram.end(bucket),
                    "above the end: " + size);
            assertTrue(bucket == 0 || size > sizeHistogram.end(bucket - 1), "within the one before: " + size);
        }
        assertEquals(4 << 20, sizeHistogram.end(sizeHistogram.buckets() - 2));
    }

    @Test
    void counts_areOfWhatWasAdded() {
        SizeCounts counts = new SizeCounts();
        counts.add(0, 1);
        counts.add(100, 2);

        assertEquals(1, counts.sum().count(0));
        assertEquals(2, counts.sum().count(1));
        assertEquals(200, counts.sum().totalBytes());
    }
}
