package io.funclet.host.memory;

import java.util.concurrent.TimeUnit;

/**
 * Detects that the JVM does hardly anything but collect garbage. With a nearly full heap it collects for each small
 * allocation, which mostly succeeds: nothing fails, and nothing goes on. Only the JVM's parallel collector has a limit
 * for that ({@code -XX:+UseGCOverheadLimit}).
 *
 * <p>Collections add their processor time to a debt, and everything else pays it back ninefold. So the debt grows while
 * collections take more than nine tenths. For one thread.
 */
final class GcOverhead {

    private static final int REPAYMENT = 9;

    private static final long TOO_MUCH_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A single collection of a large heap may take as long, but counts in one addition. */
    private static final int LEAST_ADDITIONS = 5;

    /** A process is idle below this part of the time between two additions; others may need the processors, too. */
    private static final int LITTLE = 20;

    private long nanos;
    private int additions;

    private long lastNanos;
    private GcTime last;

    GcOverhead(long nowNanos, GcTime now) {
        lastNanos = nowNanos;
        last = now;
    }

    /** Adds the time since the last call, about a second ago. */
    void add(long nowNanos, GcTime now) {
        long collecting = now.collectingNanos() - last.collectingNanos();
        long all = now.allNanos() - last.allNanos();
        if (all < (nowNanos - lastNanos) / LITTLE) {
            nanos = 0;
        } else {
            nanos = Math.max(0, nanos + collecting - REPAYMENT * Math.max(0, all - collecting));
        }
        additions = nanos == 0 ? 0 : additions + 1;
        lastNanos = nowNanos;
        last = now;
    }

    boolean isTooMuch() {
        return nanos >= TOO_MUCH_NANOS && additions >= LEAST_ADDITIONS;
    }
}
