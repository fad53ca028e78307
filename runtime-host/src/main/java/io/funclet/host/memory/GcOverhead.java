package io.funclet.host.memory;

import java.util.concurrent.TimeUnit;

/**
 * Knows when the JVM does hardly anything but collect garbage. A heap that is nearly full is looked through for each little
 * that is wanted, and mostly has it: nothing fails, and nothing goes on. Of the JVM's collectors only the parallel one has
 * a limit for that ({@code -XX:+UseGCOverheadLimit}).
 *
 * <p>Processor time of collections runs up a debt, that of everything else pays it back ninefold: it grows while collections
 * take more than nine tenths. A process that does next to nothing has no debt. For one thread.
 */
final class GcOverhead {

    private static final int REPAYMENT = 9;

    private static final long TOO_MUCH_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A single collection of a large heap may take as long; it shows in one addition. */
    private static final int LEAST_ADDITIONS = 5;

    /** A part of the time between two additions. Other processes may need the processors, too. */
    private static final int LITTLE = 20;

    private long nanos;
    private int additions;

    private long lastNanos;
    private GcTime last;

    /** Starts without debt. */
    GcOverhead(long nowNanos, GcTime now) {
        lastNanos = nowNanos;
        last = now;
    }

    /**
     * Adds what has been since the last time. To be called about once a second.
     *
     * @param nowNanos of {@link System#nanoTime}
     * @param now what has been used since the start of the process
     */
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

    /** Whether it has become so much that nothing else goes on. */
    boolean isTooMuch() {
        return nanos >= TOO_MUCH_NANOS && additions >= LEAST_ADDITIONS;
    }
}
