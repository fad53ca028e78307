package io.funclet.host.call;

import io.funclet.api.Payload;
import io.funclet.host.ops.FailedCallback;

/**
 * One call on its way: waits for a version, runs on it, and is answered exactly once, whoever comes first: the
 * function, the clock, or the caller who goes away.
 */
public final class Invocation extends AnsweredCall implements WorkerTask {

    /** Guarded by this object's monitor, so that an interruption never reaches the thread's next call. */
    private Thread runner;

    /** Whether it was given a place while it stood in line. */
    private boolean started;

    /** Written before the call becomes its thread's current one. */
    private boolean onEventLoop;

    private volatile boolean overtime;

    /** A call to a slot whose places it has entered. */
    Invocation(Call call, FunctionSlot slot, Answer answer, long deadlineNanos, CallCare care) {
        super(call, slot, deadlineNanos, answer, care);
    }

    /** On a worker: runs the function on the version that serves now, or waits on where there is none or no room. */
    @Override
    public void run() {
        if (!started && !slot.line().start(this)) {
            return;
        }
        Lease lease = slot.acquireOrWait(this);
        if (lease != null) {
            try (lease) {
                if (begin(lease.version())) {
                    runOn(lease.version());
                }
            } finally {
                slot.line().leave();
            }
        }
    }

    private void runOn(FunctionVersion chosen) {
        int trial = chosen.pass().trial();
        if (trial < 0) {
            handle(chosen);
        } else {
            handleOnTrial(chosen, trial);
        }
    }

    /**
     * On an event loop: runs the function if the version that serves now may run there. Returns whether it may.
     *
     * @param unlimited whether it need not take a place: what all event loops count together, they wait for each other to do
     */
    boolean runOnEventLoop(boolean unlimited) {
        if (!unlimited && !slot.places().startOnLoop()) {
            return false;
        }
        try (Lease lease = slot.acquire()) {
            onEventLoop = lease != null && lease.version().pass().isGranted();
            if (onEventLoop && begin(lease.version())) {
                handle(lease.version());
            }
        } finally {
            if (!unlimited) {
                slot.line().leaveLoop(!onEventLoop);
            }
        }
        return onEventLoop;
    }

    /** It has been given a place while it stood in line. Under the line's lock, before it is handed to its worker. */
    void started() {
        started = true;
    }

    @Override
    public boolean hasStarted() {
        return started;
    }

    @Override
    public void refuse(String reason) {
        slot.line().refuse(this, reason);
    }

    /** The version that serves, after the call has waited for one, allows so much time. Throws nothing. */
    void limit(long nanos) {
        try {
            if (shorten(nanos)) {
                care.expireIn(this, nanos);
            }
        } catch (RuntimeException | Error failed) {
            FailedCallback.log(LOG, "setting the clock of a call that waits", failed);
        }
    }

    private synchronized boolean begin(FunctionVersion chosen) {
        if (hasEnded()) {
            return false;
        }
        version = chosen;
        runner = Thread.currentThread();
        return true;
    }

    private void handleOnTrial(FunctionVersion chosen, int trial) {
        long begin = System.nanoTime();
        handle(chosen);
        long nanos = System.nanoTime() - begin;
        if (chosen.pass().tried(trial, nanos)) {
            Complaints.tookLong(this, nanos);
        }
    }

    private void handle(FunctionVersion chosen) {
        Thread thread = Thread.currentThread();
        ClassLoader outer = thread.getContextClassLoader();
        thread.setContextClassLoader(chosen.classLoader());
        CurrentCall.enter(this);
        try {
            CallMeter meter = slot.meter();
            Payload payload = meter == null
                    ? chosen.handler().handle(call.payload(), this)
                    : meter.handle(chosen.handler(), call.payload(), this);
            succeed(payload == null ? Payload.empty() : payload);
        } catch (Throwable thrown) {
            failBy(thrown);
        } finally {
            care.afterFunction();
            CurrentCall.leave();
            thread.setContextClassLoader(outer);
            finish();
        }
    }

    private synchronized void finish() {
        runner = null;
        // What was meant for this call must not hit the next one.
        Thread.interrupted();
    }

    /** The time to wait for a version is over. Returns whether the call was still waiting for one. */
    boolean giveUpWaiting() {
        if (!slot.line().abandonUnserved(this)) {
            return false;
        }
        fail(CallFailure.UNAVAILABLE, slot.absence());
        return true;
    }

    /** The time of the call is over: its caller is told now, and told why, whether or not the function notices. */
    void expire() {
        if (!giveUpWaiting()) {
            String late = slot.line().abandon(this) ? " had no room for the call in time" : " did not answer in time";
            breakOff(CallFailure.DEADLINE_EXCEEDED, "function " + slot.name() + late);
        }
    }

    /** The caller has gone away. The function is interrupted, and nothing is answered. */
    public void cancel() {
        breakOff(CallFailure.CANCELLED, "the caller has gone away");
    }

    private boolean breakOff(CallFailure failure, String message) {
        cancelled = true;
        boolean first = fail(failure, message);
        if (first && interrupt()) {
            care.interrupted(this);
        }
        // Only now: from here on, a worker sees that the call has ended, and does not leave it in line.
        slot.line().abandon(this);
        return first;
    }

    /** Whether its function has been found to go on although the time of the call is over. */
    boolean isOvertime() {
        return overtime;
    }

    boolean isOnEventLoop() {
        return onEventLoop;
    }

    /** Some time after the end of a call: if its function runs on, it is named, and its worker replaced. */
    void overtime() {
        StackTraceElement[] stack = stack();
        if (stack == null) {
            return;
        }
        overtime = true;
        if (version.accuse()) {
            Complaints.ignoresInterruption(this, stack);
        }
        slot.overtime();
    }

    /**
     * The call keeps its event loop: its function is named, and keeps no further one. Its timer, on that event loop,
     * is held up; so its time is looked at here.
     */
    void overstay() {
        StackTraceElement[] stack = stack();
        if (stack == null) {
            return;
        }
        if (version.pass().revoke()) {
            Complaints.keptEventLoop(this, stack);
        }
        if (remaining().isZero()) {
            expire();
        }
    }

    /** Where the function is; {@code null} if it has ended. */
    private synchronized StackTraceElement[] stack() {
        return runner == null ? null : runner.getStackTrace();
    }

    boolean runsOn(FunctionVersion chosen) {
        return version == chosen && !hasEnded();
    }

    /** The version on which this call runs goes, and waits no longer. */
    void evict() {
        String reason =
                Complaints.function(this) + " has been replaced, and this call did not end within the time for that";
        if (breakOff(CallFailure.UNAVAILABLE, reason)) {
            Complaints.evicted(this, reason);
        }
    }

    /** Returns whether there was anybody to interrupt. */
    private synchronized boolean interrupt() {
        if (runner == null) {
            return false;
        }
        runner.interrupt();
        return true;
    }
}
