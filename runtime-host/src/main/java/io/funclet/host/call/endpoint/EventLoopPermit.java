package io.funclet.host.call.endpoint;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether calls of a version may run on the event loop. A promise that they never block is believed as long as it is
 * kept: they run on workers until one of them has ended in time, and again, for good, once one of them has not.
 */
final class EventLoopPermit {

    /** Far beyond what a function takes that does not block, and not yet a failure for those who wait behind it. */
    static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** So many slow ones in a row: the first calls load classes, and may share the processor with many. */
    public static final int SLOW_TRIALS = 5;

    private static final int NOT_WANTED = -1;
    private static final int GRANTED = -2;
    private static final int REVOKED = -3;

    /** One of the above, or while on trial the number of slow trials. */
    private final AtomicInteger state;

    EventLoopPermit(boolean wanted) {
        state = new AtomicInteger(wanted ? 0 : NOT_WANTED);
    }

    boolean isGranted() {
        return state.get() == GRANTED;
    }

    /** To be kept until the call has been {@link #tried}; negative if there is nothing to be tried. */
    public int trial() {
        return state.get();
    }

    /** A call has ended on a worker. Returns whether it was the one by which the promise counts as broken. */
    public boolean tried(int trial, long nanos) {
        if (nanos <= LIMIT_NANOS) {
            state.updateAndGet(now -> now >= 0 ? GRANTED : now);
            return false;
        }
        // Those that ran side by side count as one: what slowed the one slowed the others.
        boolean last = trial + 1 == SLOW_TRIALS;
        return state.compareAndSet(trial, last ? REVOKED : trial + 1) && last;
    }

    /** Takes the pass away. Returns whether that is news. */
    boolean revoke() {
        return state.getAndSet(REVOKED) != REVOKED;
    }
}
