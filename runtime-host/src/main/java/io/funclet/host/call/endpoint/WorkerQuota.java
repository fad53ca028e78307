package io.funclet.host.call.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * How the workers are shared out, so that functions which block or are flooded take none from another: half of them belong
 * to the functions, in equal parts of at least one; the rest is lent to whoever has need of more than its part.
 *
 * <p>The parts are looked after by each function's {@link Bulkhead}; here is only what is lent, which a function does not
 * touch as long as its part does.
 */
public final class WorkerQuota {

    private final int workers;
    private final Executor executor;

    /** Sets how many workers there may be; {@code null} if their number is fixed. */
    private final IntConsumer growth;

    /** How many may be lent. Written under this object's monitor. */
    private volatile int lendable;

    /** How many are lent; for a moment more than are lendable, if the parts have grown meanwhile. */
    private final AtomicInteger lent = new AtomicInteger();

    /** Who has asked in vain, in turn. */
    @GuardedBy("askers")
    private final Set<Bulkhead> askers = new LinkedHashSet<>();

    /** Whether anybody has. Written under the monitor of those who have. */
    private volatile boolean askedFor;

    @GuardedBy("this")
    private final Set<Bulkhead> members = new LinkedHashSet<>();

    /**
     * Makes a quota without members whose workers become more where the functions are so many that their parts would
     * leave nothing to be lent.
     *
     * @param workers how many calls may run at once, all functions together, while these are few
     * @param executor runs those who are called because there is something to be had again
     * @param growth is told how many calls may run at once, whenever that may have changed; {@code null} if it is fixed
     */
    public WorkerQuota(int workers, Executor executor, IntConsumer growth) {
        this.workers = workers;
        this.executor = executor;
        this.growth = growth;
    }

    public synchronized void join(Bulkhead bulkhead) {
        members.add(bulkhead);
        shareOut();
    }

    public synchronized void part(Bulkhead bulkhead) {
        members.remove(bulkhead);
        shareOut();
    }

    /**
     * Gives everybody the part that is due now. With more than half as many functions as workers of a fixed number, the
     * parts and what is lent are together more than there is: an idle function should not cost the others theirs.
     */
    synchronized void shareOut() {
        int part = Math.max(1, workers / (2 * Math.max(1, members.size())));
        int kept = 0;
        for (Bulkhead bulkhead : members) {
            kept += bulkhead.partOf(part);
        }
        int all = workers;
        if (growth != null) {
            all = Math.max(workers, kept + workers / 2);
            growth.accept(all);
        }
        lendable = Math.max((workers - 1) / 2, all - kept);
        for (Bulkhead bulkhead : members) {
            bulkhead.share(part, lendable);
            if (bulkhead.hasWaiting()) {
                executor.execute(bulkhead.caller());
            }
        }
    }

    /** Lends one. Returns whether there was one. */
    boolean lend() {
        int now = lent.get();
        while (now < lendable) {
            if (lent.compareAndSet(now, now + 1)) {
                return true;
            }
            now = lent.get();
        }
        return false;
    }

    void giveBack() {
        lent.decrementAndGet();
        callNext();
    }

    /** Whoever asks is called when there may be something to be had, and then has to try again. */
    void ask(Bulkhead bulkhead) {
        synchronized (askers) {
            askers.add(bulkhead);
            askedFor = true;
        }
    }

    /** Lends one, or calls when there is one. */
    boolean lendOrAsk(Bulkhead bulkhead) {
        if (lend()) {
            return true;
        }
        ask(bulkhead);
        // What came back before has called nobody.
        return lend();
    }

    /** Whether anybody else has asked in vain. */
    boolean isAskedForBeside(Bulkhead bulkhead) {
        if (!askedFor) {
            return false;
        }
        synchronized (askers) {
            return askers.size() > (askers.contains(bulkhead) ? 1 : 0);
        }
    }

    /** If there is something to be had, calls the next one who asked for it. */
    void callNext() {
        if (askedFor && lent.get() < lendable) {
            Bulkhead next = nextAsker();
            if (next != null) {
                executor.execute(next.caller());
            }
        }
    }

    private Bulkhead nextAsker() {
        synchronized (askers) {
            Iterator<Bulkhead> turn = askers.iterator();
            Bulkhead next = turn.hasNext() ? turn.next() : null;
            if (next != null) {
                turn.remove();
            }
            askedFor = !askers.isEmpty();
            return next;
        }
    }
}
