package io.funclet.host.call;

import io.funclet.api.FunctionException;
import io.funclet.api.Payload;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One call on its way: waits for a version, runs on it, and is answered exactly once, whoever comes first: the
 * function, the clock, or the caller who goes away.
 */
public final class Invocation extends CallView implements Runnable {

    private static final Logger LOG = Logger.getLogger(Invocation.class.getName());

    private final Answer answer;
    private final Runnable afterFunction;
    private final Runnable onEnd;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Guarded by this object's monitor, so that an interruption never reaches the thread's next call. */
    private Thread runner;

    /** Guarded by this object's monitor. */
    private Future<?> timer;

    /** Written before the call becomes its thread's current one. */
    private boolean onEventLoop;

    private volatile boolean overtime;

    Invocation(
            Call call, FunctionSlot slot, Answer answer, long deadlineNanos, Runnable afterFunction, Runnable onEnd) {
        super(call, slot, deadlineNanos);
        this.answer = answer;
        this.afterFunction = afterFunction;
        this.onEnd = onEnd;
    }

    /** On a worker: runs the function on the version that serves now, or waits on if none does any more. */
    @Override
    public void run() {
        try (Lease lease = slot.acquire()) {
            if (lease == null) {
                if (slot.admit(this) && ended.get()) {
                    // Ended before it was parked: nobody would take it out again.
                    slot.abandon(this);
                }
            } else if (begin(lease.version())) {
                int trial = lease.version().pass().trial();
                if (trial < 0) {
                    handle(lease.version());
                } else {
                    handleOnTrial(lease.version(), trial);
                }
            }
        }
    }

    /** On an event loop: runs the function if the version that serves now may run there. Returns whether it may. */
    boolean runOnEventLoop() {
        try (Lease lease = slot.acquire()) {
            if (lease == null || !lease.version().pass().isGranted()) {
                return false;
            }
            onEventLoop = true;
            if (begin(lease.version())) {
                handle(lease.version());
            }
            return true;
        }
    }

    private synchronized boolean begin(FunctionVersion chosen) {
        if (ended.get()) {
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
            LOG.warning(promiseBroken() + "a call took " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
        }
    }

    private String promiseBroken() {
        return "function " + slot.name() + " " + functionVersion()
                + " says that it never blocks, and runs on workers all the same: ";
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
            afterFunction.run();
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

    private void succeed(Payload payload) {
        if (end()) {
            count(answer.fits(payload) ? null : CallFailure.TOO_LARGE);
            answer.succeed(payload);
            onEnd.run();
        }
    }

    private void failBy(Throwable thrown) {
        String message = OneLine.messageOf(thrown);
        if (thrown instanceof FunctionException) {
            String refusal = OneLine.of("function " + slot.name() + ": " + message);
            fail(CallFailure.REFUSED, refusal);
            LOG.log(Level.FINE, refusal, thrown);
            return;
        }
        String kind = thrown.getClass().getSimpleName();
        String line =
                OneLine.of("function " + slot.name() + " failed: " + kind + (message.isEmpty() ? "" : ": " + message));
        if (fail(thrown instanceof Error ? CallFailure.FUNCTION_BROKEN : CallFailure.FUNCTION_FAILED, line)) {
            LOG.log(Level.SEVERE, line, thrown);
        } else {
            // Memory that runs out is everybody's.
            Level level = thrown instanceof OutOfMemoryError ? Level.WARNING : Level.FINE;
            LOG.log(level, "after its call had ended, " + line, thrown);
        }
    }

    private boolean fail(CallFailure failure, String message) {
        boolean first = end();
        if (first) {
            count(failure);
            answer.fail(failure, message);
            // After the answer is on its way: a process that stops counts on it.
            onEnd.run();
        }
        return first;
    }

    private boolean end() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        synchronized (this) {
            if (timer != null) {
                timer.cancel(false);
            }
        }
        return true;
    }

    synchronized void arm(Future<?> expiry) {
        timer = expiry;
        if (ended.get()) {
            expiry.cancel(false);
        }
    }

    /** The time to wait for a version is over. Returns whether the call was still waiting. */
    boolean giveUpWaiting() {
        if (!slot.abandon(this)) {
            return false;
        }
        fail(CallFailure.UNAVAILABLE, slot.absence());
        return true;
    }

    /** The time of the call is over: its caller is told now, and told why, whether or not the function notices. */
    void expire() {
        if (!giveUpWaiting()) {
            breakOff(CallFailure.DEADLINE_EXCEEDED, "function " + slot.name() + " did not answer in time");
        }
    }

    /** The caller has gone away. The function is interrupted, and nothing is answered. */
    public void cancel() {
        breakOff(CallFailure.CANCELLED, "the caller has gone away");
    }

    private boolean breakOff(CallFailure failure, String message) {
        cancelled = true;
        boolean first = fail(failure, message);
        if (first) {
            interrupt();
        }
        // Only now: from here on, a worker sees that the call has ended, and does not leave it parked.
        slot.abandon(this);
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
        String place = place();
        if (place == null) {
            return;
        }
        overtime = true;
        if (version.accuse()) {
            LOG.warning("function " + slot.name() + " " + functionVersion()
                    + " ignores interruption: a call runs on although its time is over, at " + place);
        }
        slot.nudge();
    }

    /**
     * The call keeps its event loop: its function is named, and keeps no further one. Its timer, on that event loop,
     * is held up; so its time is looked at here.
     */
    void overstay() {
        String place = place();
        if (place == null) {
            return;
        }
        if (version.pass().revoke()) {
            LOG.warning(promiseBroken() + "a call has kept the event loop, and all others, for more than "
                    + TimeUnit.NANOSECONDS.toMillis(LoopPass.LIMIT_NANOS) + " ms, at " + place);
        }
        if (remaining().isZero()) {
            expire();
        }
    }

    /** Where the function is; {@code null} if it has ended. */
    private synchronized String place() {
        if (runner == null) {
            return null;
        }
        StackTraceElement[] stack = runner.getStackTrace();
        return stack.length == 0 ? "its end" : stack[0].toString();
    }

    boolean runsOn(FunctionVersion chosen) {
        return version == chosen && !ended.get();
    }

    /** The version on which this call runs goes, and waits no longer. */
    void evict() {
        String reason = "function " + slot.name() + " " + functionVersion()
                + " has been replaced, and this call did not end within the time for that";
        if (breakOff(CallFailure.UNAVAILABLE, reason)) {
            LOG.warning(reason);
        }
    }

    /** What this call waited for will not come. */
    void dismiss(CallFailure failure, String reason) {
        fail(failure, reason);
    }

    private synchronized void interrupt() {
        if (runner != null) {
            runner.interrupt();
        }
    }
}
