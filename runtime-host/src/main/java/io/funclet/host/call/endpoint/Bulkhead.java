package io.funclet.host.call.endpoint;

import io.funclet.host.call.model.EffectiveLimits;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bulkhead of one function: how many calls are inside, how many of them run, and whether others wait. All this is
 * one number, so that a call without a wait costs three compare-and-sets: enter, start, leave.
 *
 * <p>{@link WaitQueue} keeps the waiting calls, under its lock.
 */
public final class Bulkhead {

    private static final int BITS = 21;
    private static final long MASK = (1L << BITS) - 1;

    private static final int MOST = (1 << BITS) - 2;

    private static final long INSIDE = 1;
    private static final long RUNNING = 1L << BITS;
    private static final long BORROWED = 1L << 2 * BITS;

    /** The sign bit: calls wait, so new calls must not overtake them, and a call that leaves looks at the queue. */
    private static final long WAITING = Long.MIN_VALUE;

    private final WorkerQuota quota;
    private final Runnable caller;
    private final AtomicLong state = new AtomicLong();

    private volatile EffectiveLimits limits;

    /** The function's own workers. Written under the quota's monitor, like the next two. */
    private volatile int part;

    /** How many calls may run, by the limit and the workers. */
    private volatile int capacity;

    /** How many calls may be inside. */
    private volatile int most;

    /** @param caller run when waiting calls may find room again */
    Bulkhead(WorkerQuota quota, EffectiveLimits limits, Runnable caller) {
        this.quota = quota;
        this.limits = limits;
        this.caller = () -> {
            caller.run();
            // Room that this function does not need.
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

    /** Changes the limits, and shares out the workers again. */
    void limit(EffectiveLimits changed) {
        if (!changed.equals(limits)) {
            limits = changed;
            quota.shareOut();
        }
    }

    /** How many workers of an equal part this function can use. */
    int partOf(int equalPart) {
        return Math.min(equalPart, limits.concurrency());
    }

    /** Sets the function's part, and how many workers may be lent to all functions together. */
    void share(int equalPart, int rest) {
        part = partOf(equalPart);
        capacity = Math.min(limits.concurrency(), part + rest);
        most = Math.min(MOST, capacity + limits.queue());
    }

    /** Accepts a call if there is room. It then has to {@link #exit}, or to start and leave. */
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

    /** A call leaves without having started. */
    void exit() {
        state.addAndGet(-INSIDE);
    }

    /** Starts a call if none waits and there is room. */
    boolean start() {
        return start(false, true);
    }

    /** Like {@link #start}, for an event loop: takes no worker. */
    boolean startOnLoop() {
        return start(false, false);
    }

    /** Starts the first waiting call if there is room. If not, the {@link #caller} runs when there may be. */
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

    /** A running call leaves, unless a waiting call could take its place. Returns whether it has left. */
    boolean leave() {
        return release(INSIDE, false);
    }

    /** A running call leaves, also if others wait. */
    void leaveAnyway() {
        release(INSIDE, true);
    }

    /** A running call stops running, and stays inside. */
    void pause() {
        release(0, true);
    }

    /** A call leaves its event loop. If it has not run there, it stays inside. */
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

    /** A running call gives its place to the first waiting one, if it may. Borrowed workers go in turn. */
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

    /**
     * A running call never gave back its worker, which is replaced. The function keeps the place, but no borrowed
     * worker.
     */
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

    void setWaiting(boolean waiting) {
        state.getAndUpdate(now -> waiting ? now | WAITING : now & ~WAITING);
    }

    boolean hasWaiting() {
        return state.get() < 0;
    }

    boolean isFull() {
        long now = state.get();
        return now < 0 || running(now) >= capacity;
    }

    /** How many calls may run at once. */
    public int capacity() {
        return capacity;
    }

    public int inside() {
        return inside(state.get());
    }

    int running() {
        return running(state.get());
    }

    /** The calls inside that have not started. */
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
