package io.funclet.host.call.endpoint;

import io.funclet.host.call.model.EffectiveLimits;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bulkhead of one function: how many of its calls are inside, how many of them run, and whether the others stand in
 * line. All of it is one number, so that a call which finds room costs three compare-and-sets: it enters, starts, leaves.
 *
 * <p>The line itself is kept by {@link WaitQueue}, under its lock; so is what is said here of it.
 */
public final class Bulkhead {

    private static final int BITS = 21;
    private static final long MASK = (1L << BITS) - 1;

    /** The most calls that can be counted. */
    private static final int MOST = (1 << BITS) - 2;

    private static final long INSIDE = 1;
    private static final long RUNNING = 1L << BITS;
    private static final long BORROWED = 1L << 2 * BITS;

    /** The sign bit: somebody stands in line, so that nobody may pass, and whoever leaves has to look. */
    private static final long WAITING = Long.MIN_VALUE;

    private final WorkerQuota quota;
    private final Runnable caller;
    private final AtomicLong state = new AtomicLong();

    private volatile EffectiveLimits limits;

    /** How many workers are this function's own. Written under the quota's monitor, as are those below. */
    private volatile int part;

    /** How many calls may run: as many as the limit and the workers allow. */
    private volatile int capacity;

    /** How many calls may be inside. */
    private volatile int most;

    /**
     * Makes places that nobody has taken.
     *
     * @param caller run when those in line may find room again
     */
    Bulkhead(WorkerQuota quota, EffectiveLimits limits, Runnable caller) {
        this.quota = quota;
        this.limits = limits;
        this.caller = () -> {
            caller.run();
            // What this function has no use for.
            quota.callNext();
        };
    }

    Runnable caller() {
        return caller;
    }

    EffectiveLimits limits() {
        return new EffectiveLimits(limits.timeout(), capacity, most - capacity);
    }

    long timeoutNanos() {
        return limits.timeout().toNanos();
    }

    /** Sets other limits, and has the workers shared out accordingly. */
    void limit(EffectiveLimits changed) {
        if (!changed.equals(limits)) {
            limits = changed;
            quota.shareOut();
        }
    }

    /** What it needs of a part: no more than may run. */
    int partOf(int equalPart) {
        return Math.min(equalPart, limits.concurrency());
    }

    /** Sets what the quota says: the function's part, and how many may be lent, to all functions together. */
    void share(int equalPart, int rest) {
        part = partOf(equalPart);
        capacity = Math.min(limits.concurrency(), part + rest);
        most = Math.min(MOST, capacity + limits.queue());
    }

    /** A call wants to be taken in. Returns whether it is: it then has to {@link #exit}, or to start and leave. */
    boolean enter() {
        long now = state.get();
        while (inside(now) < most) {
            if (state.compareAndSet(now, now + INSIDE)) {
                return true;
            }
            now = state.get();
        }
        return false;
    }

    /** A call goes that has not started. */
    void exit() {
        state.addAndGet(-INSIDE);
    }

    /** A call wants to run, if nobody stands in line. Returns whether it may. */
    boolean start() {
        return start(false, true);
    }

    /** The same for a call on an event loop, which takes no worker. */
    boolean startOnLoop() {
        return start(false, false);
    }

    /** The first in line wants to run. Returns whether it may; if not, the {@link #caller} comes when it may. */
    boolean startFirst() {
        return start(true, true);
    }

    private boolean start(boolean first, boolean worker) {
        while (true) {
            long now = state.get();
            if (now < 0 && !first || running(now) >= capacity) {
                return false;
            }
            boolean own = !worker || running(now) - borrowed(now) < part;
            if (!own && !(first ? quota.lendOrAsk(this) : quota.lend())) {
                return false;
            }
            if (state.compareAndSet(now, now + RUNNING + (own ? 0 : BORROWED))) {
                return true;
            }
            if (!own) {
                quota.giveBack();
            }
        }
    }

    /** A call that runs on a worker leaves, if nobody stands in line who could take its place. Returns whether it has left. */
    boolean leave() {
        return release(INSIDE, false);
    }

    /** A running call leaves, whoever stands in line. */
    void leaveAnyway() {
        release(INSIDE, true);
    }

    /** A running call stops running, and stays inside. */
    void pause() {
        release(0, true);
    }

    /** A call that runs on an event loop leaves; or, if it has not run after all, it stays inside. */
    void leaveLoop(boolean stays) {
        state.addAndGet(-RUNNING - (stays ? 0 : INSIDE));
    }

    private boolean release(long inside, boolean anyway) {
        while (true) {
            long now = state.get();
            if (now < 0 && !anyway) {
                return false;
            }
            boolean owes = borrowed(now) > 0;
            if (state.compareAndSet(now, now - RUNNING - inside - (owes ? BORROWED : 0))) {
                if (owes) {
                    quota.giveBack();
                }
                return true;
            }
        }
    }

    /** A running call gives its place to the first in line. Returns whether it may: a borrowed worker goes in turn. */
    boolean handOver() {
        while (true) {
            long now = state.get();
            if (running(now) > capacity) {
                return false;
            }
            if (borrowed(now) > 0 && quota.isAskedForBeside(this)) {
                quota.ask(this);
                return false;
            }
            if (state.compareAndSet(now, now - INSIDE)) {
                return true;
            }
        }
    }

    /** A running call has lost its worker for good, which is replaced: the function keeps the place, not a borrowed worker. */
    void lose() {
        long now = state.get();
        while (borrowed(now) > 0) {
            if (state.compareAndSet(now, now - BORROWED)) {
                quota.giveBack();
                return;
            }
            now = state.get();
        }
    }

    /** Says whether anybody stands in line. */
    void setWaiting(boolean waiting) {
        state.getAndUpdate(now -> waiting ? now | WAITING : now & ~WAITING);
    }

    boolean hasWaiting() {
        return state.get() < 0;
    }

    /** Whether a call that comes now has to stand in line. */
    boolean isFull() {
        long now = state.get();
        return now < 0 || running(now) >= capacity;
    }

    public int inside() {
        return inside(state.get());
    }

    int running() {
        return running(state.get());
    }

    /** Those that have not started. */
    int waiting() {
        long now = state.get();
        return inside(now) - running(now);
    }

    private static int inside(long state) {
        return (int) (state & MASK);
    }

    private static int running(long state) {
        return (int) (state >> BITS & MASK);
    }

    private static int borrowed(long state) {
        return (int) (state >> 2 * BITS & MASK);
    }
}
