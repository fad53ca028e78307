package io.funclet.host.call.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.call.model.CallException;
import io.funclet.host.call.model.CallFailure;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/** The waiting calls of one function, in order of arrival. A call without a wait takes no lock. */
public final class WaitQueue {

    private final Bulkhead bulkhead;
    private final Executor workers;

    /** No other code holds it. Its holder may take the monitor of an invocation, not the reverse. */
    private final Object lock = new Object();

    /** The version that serves; {@code null} if none does. Written under the lock, read without. */
    private volatile FunctionVersion current;

    @GuardedBy("lock")
    private final Set<Invocation> waiting = new LinkedHashSet<>();

    /** Why no version will come, never thrown; {@code null} if one may come. */
    @GuardedBy("lock")
    private CallException dismissal;

    WaitQueue(Bulkhead bulkhead, Executor workers) {
        this.bulkhead = bulkhead;
        this.workers = workers;
    }

    FunctionVersion current() {
        return current;
    }

    /** Makes a version the one that serves. This comes first: what follows only lets calls run or ends their wait. */
    void publish(FunctionVersion version) {
        CallException vain;
        synchronized (lock) {
            current = version;
            vain = version == null ? dismissal : null;
            // Waiting calls did not know the time limit of this version.
            waiting.forEach(invocation -> CallTimer.limit(invocation, bulkhead.timeoutNanos()));
        }
        if (vain != null) {
            dismiss(vain);
        }
        advance();
    }

    /**
     * Runs a call that has entered the {@link Bulkhead} on a worker, as soon as a version serves and there is room.
     * Returns whether it has to wait. Fails the call if no version can come.
     */
    public boolean admit(Invocation invocation) {
        if (current != null && !bulkhead.isFull()) {
            workers.execute(invocation);
            return false;
        }
        CallException vain;
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

    /** On a worker: starts an admitted call. Returns whether it runs; else it has ended or waits. */
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

    /** A call leaves its event loop. If it may not run there, it stays inside. */
    void leaveLoop(boolean stays) {
        bulkhead.leaveLoop(stays);
        if (bulkhead.hasWaiting()) {
            advance();
        }
    }

    /** A started call finds no version, and waits again. Returns whether there is still none. */
    boolean requeue(Invocation invocation) {
        CallException vain;
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

    /** Removes a call that ended before it was queued. */
    private void forgetIfEnded(Invocation invocation) {
        if (invocation.hasEnded()) {
            abandon(invocation);
        }
    }

    /** Returns the calls that may run now. */
    @GuardedBy("lock")
    private List<Invocation> enqueue(Invocation invocation) {
        waiting.add(invocation);
        // From now on, a call that leaves looks at the queue. The next line finds room that was made before.
        bulkhead.setWaiting(true);
        return startable();
    }

    /** Removes the calls that may run now. */
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

    /** Removes the first call, which has a place now. */
    @GuardedBy("lock")
    private Invocation first() {
        Iterator<Invocation> first = waiting.iterator();
        Invocation invocation = first.next();
        first.remove();
        invocation.started();
        return invocation;
    }

    /** Runs the waiting calls that there is room for. */
    void advance() {
        List<Invocation> ready;
        synchronized (lock) {
            ready = startable();
        }
        ready.forEach(workers::execute);
    }

    /** A started call has left its function: the next one takes its place. */
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

    /** Fails an admitted call that gets no thread. */
    void reject(Invocation invocation, String reason) {
        if (invocation.hasStarted()) {
            // No waiting call takes its place: there is no thread for it either.
            bulkhead.leaveAnyway();
        } else {
            bulkhead.exit();
        }
        invocation.outcome.fail(CallFailure.OVERLOADED, reason);
    }

    /** The bytes of the events of waiting calls. */
    public long waitingBytes() {
        synchronized (lock) {
            return waiting.stream()
                    .mapToLong(invocation -> invocation.context.event().size())
                    .sum();
        }
    }

    /** Removes a waiting call. Returns whether it waited. */
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

    /** Like {@link #abandon}, but only if the call waits for a version. */
    boolean abandonUnserved(Invocation invocation) {
        synchronized (lock) {
            return current == null && abandon(invocation);
        }
    }

    /** Ends the wait for a version, now and from now on. */
    void dismiss(CallException vain) {
        List<Invocation> dismissed;
        synchronized (lock) {
            dismissal = vain;
            dismissed = current == null ? List.copyOf(waiting) : List.of();
            dismissed.forEach(this::abandon);
        }
        dismissed.forEach(invocation -> invocation.dismiss(vain));
    }
}
