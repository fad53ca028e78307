package io.funclet.host.call.stat;

import java.util.concurrent.atomic.LongAdder;

/**
 * An array of counters to which any thread adds without waiting. A counter is allocated when it is first needed, and so
 * is its page: a function has six such arrays, and uses few of their counters.
 */
final class StripedCounters {

    /** The number of counters in a page is a power of two, so that finding one takes no division. */
    private static final int PAGE_SHIFT = 4;

    private static final int PAGE = 1 << PAGE_SHIFT;

    private final int length;

    /**
     * Written under this object's monitor, read without. A thread that sees no counter looks again under the monitor.
     */
    private final LongAdder[][] pages;

    StripedCounters(int length) {
        this.length = length;
        pages = new LongAdder[(length + PAGE - 1) >>> PAGE_SHIFT][];
    }

    void increment(int at) {
        adder(at).increment();
    }

    private LongAdder adder(int at) {
        LongAdder adder = find(at);
        return adder != null ? adder : made(at);
    }

    /** {@code null} if there is none yet. */
    private LongAdder find(int at) {
        LongAdder[] page = pages[at >>> PAGE_SHIFT];
        return page == null ? null : page[at & PAGE - 1];
    }

    private synchronized LongAdder made(int at) {
        LongAdder[] page = pages[at >>> PAGE_SHIFT];
        if (page == null) {
            page = new LongAdder[PAGE];
            pages[at >>> PAGE_SHIFT] = page;
        }
        if (page[at & PAGE - 1] == null) {
            page[at & PAGE - 1] = new LongAdder();
        }
        return page[at & PAGE - 1];
    }

    long sum(int at) {
        LongAdder adder = find(at);
        return adder == null ? 0 : adder.sum();
    }

    long sum() {
        long sum = 0;
        for (int at = 0; at < length; at++) {
            sum += sum(at);
        }
        return sum;
    }

    /** Under the monitor, so that no earlier count is missed. */
    synchronized long[] sums() {
        long[] sums = new long[length];
        for (int at = 0; at < sums.length; at++) {
            sums[at] = sum(at);
        }
        return sums;
    }

    void add(StripedCounters others) {
        long[] sums = others.sums();
        for (int at = 0; at < sums.length; at++) {
            if (sums[at] != 0) {
                adder(at).add(sums[at]);
            }
        }
    }
}
