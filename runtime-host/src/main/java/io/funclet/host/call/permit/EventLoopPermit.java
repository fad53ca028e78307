package io.funclet.host.call.permit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether calls of a version may run on the event loop. They run on workers until one has ended in time. If one takes
 * too long on the event loop, all later calls run on workers.
 */
public final class EventLoopPermit {

    /** Far longer than a nonblocking function takes, yet short enough for the calls that wait behind it. */
    public static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** So many slow trials revoke the permit: the first calls load classes, and may share the processor. */
    public static final int SLOW_TRIALS = 5;

    private static final int NOT_WANTED = -1;
    private static final int GRANTED = -2;
    private static final int REVOKED = -3;

    /** One of the above; on trial, the number of slow trials. */
    private final AtomicInteger state;

    /** @param wanted whether the author promises that calls never block */
    public EventLoopPermit(boolean wanted) {
        state = new AtomicInteger(wanted ? 0 : NOT_WANTED);
    }

    public boolean isGranted() {
        return state.get() == GRANTED;
    }

    /** The current trial, for {@link #tried}; negative if there is none. */
    public int trial() {
        return state.get();
    }

    /** A trial call has ended on a worker. Returns whether it revoked the permit. */
    public boolean tried(int trial, long nanos) {
        if (nanos <= LIMIT_NANOS) {
            state.updateAndGet(now -> now >= 0 ? GRANTED : now);
            return false;
        }
        // Parallel slow trials count as one: they slow each other.
        boolean last = trial + 1 == SLOW_TRIALS;
        return state.compareAndSet(trial, last ? REVOKED : trial + 1) && last;
    }

    /** Revokes the permit, or ends the trial. Returns whether there was one of them. */
    public boolean revoke() {
        int before = state.getAndUpdate(now -> now == NOT_WANTED ? now : REVOKED);
        return before >= 0 || before == GRANTED;
    }
}
