package io.funclet.host.call.stat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.funclet.api.CallContext.Protocol;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Counters that take memory only for what is counted. */
class StripedCountersTest {

    private static final int FUNCTIONS = 1000;

    /** Counters of each kind, in the page of the first call: two thirds of a kilobyte for calls and durations. */
    private static final int BYTES = 600;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void each_isCountedAlone_fromTheFirstToTheLast() {
        StripedCounters counters = new StripedCounters(37);
        counters.increment(0);
        counters.increment(16);
        counters.increment(36);
        counters.increment(36);
        StripedCounters sum = new StripedCounters(37);
        sum.increment(15);

        sum.add(counters);

        long[] expected = new long[37];
        expected[0] = 1;
        expected[15] = 1;
        expected[16] = 1;
        expected[36] = 2;
        assertArrayEquals(expected, sum.sums());
        assertEquals(5, sum.sum());
        assertEquals(0, sum.sum(1));
    }

    @Test
    void functionThatWasCalledOnce_takesLittleMemory() {
        CallCounts[] functions = new CallCounts[FUNCTIONS];
        calledOnce(functions); // the classes
        long before = threads.getCurrentThreadAllocatedBytes();
        calledOnce(functions);
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / FUNCTIONS;

        assertTrue(each < BYTES, () -> each + " bytes");
    }

    private static void calledOnce(CallCounts[] functions) {
        for (int at = 0; at < functions.length; at++) {
            functions[at] = new CallCounts();
            functions[at].ended(Protocol.values()[0], null, 1_000_000);
        }
    }
}
