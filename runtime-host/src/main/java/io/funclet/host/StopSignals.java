package io.funclet.host;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import sun.misc.Signal;

/**
 * {@code SIGTERM} and {@code SIGINT}, handled instead of left to the JVM, whose own handling ends the process with a
 * status other than the 0 that the contract asks for (section 4).
 */
final class StopSignals {

    private static final String[] NAMES = {"TERM", "INT"};

    private static final long CHORE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Thread waiting = Thread.currentThread();

    /** The name of the first signal; {@code null} until there was one. */
    private volatile String first;

    private StopSignals() {}

    /**
     * From now on, the signals are kept for {@link #arrival}, which the calling thread is to call. Further ones change
     * nothing: the stop is under way.
     */
    static StopSignals await() {
        StopSignals signals = new StopSignals();
        for (String name : NAMES) {
            Signal signal = new Signal(name);
            Signal.handle(signal, received -> signals.arrived(name));
            SignalTap.tap(signal, () -> signals.arrived(name));
        }
        return signals;
    }

    private void arrived(String name) {
        if (first == null) {
            first = "SIG" + name;
        }
        LockSupport.unpark(waiting);
    }

    /**
     * Waits for the first signal, and returns its name.
     *
     * @param chore run once a second meanwhile
     */
    String arrival(Runnable chore) {
        long next = System.nanoTime() + CHORE_NANOS;
        while (first == null) {
            long left = next - System.nanoTime();
            if (left > 0) {
                LockSupport.parkNanos(this, left);
                // Nobody has a reason to interrupt this thread, and it would not park any more.
                Thread.interrupted();
            } else {
                chore.run();
                next = System.nanoTime() + CHORE_NANOS;
            }
        }
        return first;
    }
}
