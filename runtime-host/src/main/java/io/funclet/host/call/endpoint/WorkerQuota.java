package io.funclet.host.call.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Shares the workers among functions, so that a blocked or flooded function leaves workers to the others. Half of them
 * belong to the functions, in equal parts of at least one. The rest is lent to functions that need more.
 *
 * <p>Each {@link Bulkhead} counts its own part. This class counts only lent workers, so a function within its part does
 * not touch it.
 */
public final class WorkerQuota {

    @GuardedBy("this")
    private int workers;

    private final Executor executor;

    @GuardedBy("this")
    private IntConsumer growth;

    /** How many workers may be lent. Written under this object's monitor. */
    private volatile int lendable;

    /** How many workers are lent. For a moment this may exceed {@link #lendable}, if the parts have grown. */
    private final AtomicInteger lent = new AtomicInteger();

    /** The functions that wait for a worker, in order. */
    @GuardedBy("askers")
    private final Set<Bulkhead> askers = new LinkedHashSet<>();

    /** Whether there are askers. Written under their monitor. */
    private volatile boolean askedFor;

    @GuardedBy("this")
    private final Set<Bulkhead> members = new LinkedHashSet<>();

    /**
     * @param workers how many calls may run at once while there are few functions; more if the parts of many functions
     *     would leave none to lend
     * @param executor runs the callers of bulkheads that may find a worker again
     * @param growth gets that number after each change; {@code null} if it is fixed
     */
    public WorkerQuota(int workers, Executor executor, IntConsumer growth) {
        this.workers = workers;
        this.executor = executor;
        this.growth = growth;
    }

    /** Sets the number of workers; the parameters are those of the constructor. */
    public synchronized void resize(int number, IntConsumer gets) {
        workers = number;
        growth = gets;
        shareOut();
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
     * Sets the part of each function. With many functions and a fixed number of workers, the parts and the lent workers
     * may add up to more than there are: an idle function should not cost the others theirs.
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

    /** Returns whether there was a worker to lend. */
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

    /** Remembers a bulkhead that found no worker. Its caller runs when there may be one, and then tries again. */
    void ask(Bulkhead bulkhead) {
        synchronized (askers) {
            askers.add(bulkhead);
            askedFor = true;
        }
    }

    /** Lends a worker, or remembers the bulkhead. */
    boolean lendOrAsk(Bulkhead bulkhead) {
        if (lend()) {
            return true;
        }
        ask(bulkhead);
        // A worker may have come back before the request.
        return lend();
    }

    /** Whether another function waits for a worker. */
    boolean isAskedForBeside(Bulkhead bulkhead) {
        if (!askedFor) {
            return false;
        }
        synchronized (askers) {
            return askers.size() > (askers.contains(bulkhead) ? 1 : 0);
        }
    }

    /** Runs the next asker, if there is a worker to lend. */
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
