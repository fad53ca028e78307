package io.funclet.host.call.stat;

import java.util.concurrent.atomic.LongAdder;

/** An array of counters to which any thread adds without waiting. A counter is allocated when it is first needed. */
final class StripedCounters {

    /**
     * Written under this object's monitor, read without. A thread that sees no counter looks again under the monitor.
     */
    private final LongAdder[] row;

    StripedCounters(int length) {
        row = new LongAdder[length];
    }

    void increment(int at) {
        adder(at).increment();
    }

    private LongAdder adder(int at) {
        LongAdder adder = row[at];
        return adder != null ? adder : made(at);
    }

    private synchronized LongAdder made(int at) {
        if (row[at] == null) {
            row[at] = new LongAdder();
        }
        return row[at];
    }

    long sum(int at) {
        LongAdder adder = row[at];
        return adder == null ? 0 : adder.sum();
    }

    long sum() {
        long sum = 0;
        for (int at = 0; at < row.length; at++) {
            sum += sum(at);
        }
        return sum;
    }

    /** Under the monitor, so that no earlier count is missed. */
    synchronized long[] sums() {
        long[] sums = new long[row.length];
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
