package io.funclet.host.call.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.call.model.CallFailure;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The calls of one function that wait, for a version or for their turn, in the order in which they came. A call that need
 * not wait takes no lock here.
 */
public final class WaitQueue {

    private final Bulkhead bulkhead;
    private final Executor workers;

    /** This object's own, so that nobody outside can hold it. Who holds it may take an invocation's monitor, not the reverse. */
    private final Object lock = new Object();

    /** The version that serves. Written under the lock, read without. */
    private volatile FunctionVersion current;

    @GuardedBy("lock")
    private final Set<Invocation> waiting = new LinkedHashSet<>();

    /** What is told to those who wait for a version, since waiting has become vain. */
    @GuardedBy("lock")
    private Dismissal dismissal;

    WaitQueue(Bulkhead bulkhead, Executor workers) {
        this.bulkhead = bulkhead;
        this.workers = workers;
    }

    /** The version that serves; {@code null} if none does. */
    FunctionVersion current() {
        return current;
    }

    /** Makes a version the one that serves. That is done first: all else is for those who wait, and undoes nothing. */
    void publish(FunctionVersion version) {
        Dismissal vain;
        synchronized (lock) {
            current = version;
            vain = version == null ? dismissal : null;
            // Those who came before it could not know how long it lets them run.
            waiting.forEach(invocation -> invocation.limit(bulkhead.timeoutNanos()));
        }
        if (vain != null) {
            dismiss(vain.failure(), vain.reason());
        }
        advance();
    }

    /**
     * Runs a call that has entered the {@link Bulkhead} on a worker, as soon as a version serves and there is room. Returns
     * whether the call has to wait for either; where no version can come any more, the call is ended instead.
     */
    public boolean admit(Invocation invocation) {
        if (current != null && !bulkhead.isFull()) {
            workers.execute(invocation);
            return false;
        }
        Dismissal vain;
        List<Invocation> ready;
        synchronized (lock) {
            vain = current == null ? dismissal : null;
            ready = vain == null ? enqueue(invocation) : List.of();
        }
        if (vain != null) {
            bulkhead.exit();
            invocation.dismiss(vain);
            return false;
        }
        ready.forEach(workers::execute);
        return !ready.contains(invocation);
    }

    /** On a worker: starts a call that has been admitted. Returns whether it runs; else it has ended, or has to wait. */
    boolean start(Invocation invocation) {
        if (invocation.hasEnded()) {
            bulkhead.exit();
            return false;
        }
        if (bulkhead.start()) {
            return true;
        }
        List<Invocation> ready;
        synchronized (lock) {
            ready = enqueue(invocation);
        }
        forgetIfEnded(invocation);
        ready.forEach(workers::execute);
        return false;
    }

    /** A call on an event loop leaves it; or, if it may not run there after all, it stays inside. */
    void leaveLoop(boolean stays) {
        bulkhead.leaveLoop(stays);
        if (bulkhead.hasWaiting()) {
            advance();
        }
    }

    /** A call that has started finds no version any more, and waits for the next one. Returns whether there is still none. */
    boolean requeue(Invocation invocation) {
        Dismissal vain;
        synchronized (lock) {
            if (current != null) {
                return false;
            }
            vain = dismissal;
            if (vain == null) {
                bulkhead.pause();
                enqueue(invocation);
            } else {
                bulkhead.leaveAnyway();
            }
        }
        if (vain == null) {
            forgetIfEnded(invocation);
        } else {
            invocation.dismiss(vain);
        }
        return true;
    }

    /** A call that ended before it stood in line: nobody else would take it out again. */
    private void forgetIfEnded(Invocation invocation) {
        if (invocation.hasEnded()) {
            abandon(invocation);
        }
    }

    /** Returns those who may run now. */
    @GuardedBy("lock")
    private List<Invocation> enqueue(Invocation invocation) {
        waiting.add(invocation);
        // From now on, whoever leaves looks at the line; whoever has left before has made room that is found next.
        bulkhead.setWaiting(true);
        return startable();
    }

    /** Takes those out of the line who may run now. */
    @GuardedBy("lock")
    private List<Invocation> startable() {
        List<Invocation> ready = List.of();
        while (current != null && !waiting.isEmpty() && bulkhead.startFirst()) {
            ready = ready.isEmpty() ? new ArrayList<>() : ready;
            ready.add(first());
        }
        bulkhead.setWaiting(!waiting.isEmpty());
        return ready;
    }

    /** Takes the first one out, who has been given a place. */
    @GuardedBy("lock")
    private Invocation first() {
        Iterator<Invocation> first = waiting.iterator();
        Invocation invocation = first.next();
        first.remove();
        invocation.started();
        return invocation;
    }

    /** Lets those run for whom there is room now. */
    void advance() {
        List<Invocation> ready;
        synchronized (lock) {
            ready = startable();
        }
        ready.forEach(workers::execute);
    }

    /** A call that has started has left its function: the next one starts in its place. */
    void leave() {
        if (bulkhead.leave()) {
            return;
        }
        Invocation next = null;
        synchronized (lock) {
            if (current != null && !waiting.isEmpty() && bulkhead.handOver()) {
                next = first();
                bulkhead.setWaiting(!waiting.isEmpty());
            } else {
                bulkhead.leaveAnyway();
            }
        }
        if (next != null) {
            workers.execute(next);
        }
    }

    /** No worker comes for a call that has been admitted. */
    void reject(Invocation invocation, String reason) {
        if (invocation.hasStarted()) {
            // Nobody is asked in its place: there would be no thread for that one either.
            bulkhead.leaveAnyway();
        } else {
            bulkhead.exit();
        }
        invocation.outcome.fail(CallFailure.OVERLOADED, reason);
    }

    /** Forgets a call that waits. Returns whether it did. */
    boolean abandon(Invocation invocation) {
        synchronized (lock) {
            boolean waited = waiting.remove(invocation);
            if (waited) {
                bulkhead.exit();
                bulkhead.setWaiting(!waiting.isEmpty());
            }
            return waited;
        }
    }

    /** The same only if it waits for a version. */
    boolean abandonUnserved(Invocation invocation) {
        synchronized (lock) {
            return current == null && abandon(invocation);
        }
    }

    /** Those who wait for a version do so in vain, and so do those who would from now on. */
    void dismiss(CallFailure failure, String reason) {
        List<Invocation> dismissed;
        Dismissal vain = new Dismissal(failure, reason);
        synchronized (lock) {
            dismissal = vain;
            dismissed = current == null ? emptied() : List.of();
        }
        dismissed.forEach(invocation -> invocation.dismiss(vain));
    }

    /** Takes all out. */
    @GuardedBy("lock")
    private List<Invocation> emptied() {
        List<Invocation> all = new ArrayList<>(waiting);
        waiting.clear();
        all.forEach(invocation -> bulkhead.exit());
        bulkhead.setWaiting(false);
        return all;
    }
}
