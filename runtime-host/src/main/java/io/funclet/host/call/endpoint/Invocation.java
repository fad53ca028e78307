package io.funclet.host.call.endpoint;

import io.funclet.api.FunctionHandler;
import io.funclet.api.Payload;
import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.CallException;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.Responder;
import io.funclet.host.call.permit.CallObservation;
import io.funclet.host.call.stat.CallMeter;
import io.funclet.host.call.worker.CallLoop;
import io.funclet.host.call.worker.WorkerTask;
import io.funclet.host.config.LaunchProfile;
import io.funclet.host.log.FailedCallback;
import io.funclet.host.log.LogContext;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * One call as a task: takes a lease on the version that serves, runs the function, and leaves. Ends early if its time
 * is over or its caller disconnects.
 */
public final class Invocation implements WorkerTask {

    private static final Logger LOG = Logger.getLogger(Invocation.class.getName());

    /** A function that runs this long after its interruption ignores it. */
    private static final long OVERTIME_NANOS = TimeUnit.SECONDS.toNanos(1);

    final FunctionEndpoint endpoint;
    final FunctionCallContext context;
    final CallOutcome outcome;
    final InvocationHooks hooks;

    /** Guarded by this object's monitor, so that an interruption never reaches the thread's next call. */
    private Thread runner;

    /** Whether it was started from the queue. */
    private boolean started;

    /** {@code null} on a worker. Written before the call becomes its thread's current one. */
    private EventLoopRun loopRun;

    private volatile boolean overtime;

    /** For a call that has {@linkplain FunctionEndpoint#enter entered} the endpoint. */
    public Invocation(
            Call call, FunctionEndpoint endpoint, Responder responder, long deadlineNanos, InvocationHooks hooks) {
        this(endpoint.context(call, deadlineNanos), endpoint, responder, hooks);
    }

    Invocation(FunctionCallContext context, FunctionEndpoint endpoint, Responder responder, InvocationHooks hooks) {
        this.endpoint = endpoint;
        this.context = context;
        this.outcome = new CallOutcome(context, responder);
        this.hooks = hooks;
    }

    /** Lets the call wait for its turn on an event loop, whose thread calls this. */
    public void queueOn(CallLoop loop) {
        loop.add(new EventLoopRun(this, loop));
    }

    /** On a worker: runs the function, or waits again if there is no version or no room. */
    @Override
    public void run() {
        if (!started && !endpoint.waitQueue().start(this)) {
            return;
        }
        Lease lease = endpoint.acquireOrWait(this);
        if (lease != null) {
            try (lease) {
                if (begin(lease.version(), null)) {
                    WorkerRun.handle(this, lease.version());
                }
            } finally {
                endpoint.waitQueue().leave();
            }
        }
    }

    @Override
    public boolean hasEnded() {
        return outcome.isKnown();
    }

    public LogContext mark() {
        return context.mark();
    }

    /** Fails the call because its function does not come. Throws nothing, so that other calls are failed, too. */
    void dismiss(CallException vain) {
        try {
            outcome.fail(vain.failure(), vain.getMessage());
        } catch (RuntimeException | Error failed) {
            FailedCallback.log(LOG, "telling a call that its function does not come", failed);
        }
    }

    /** Called under the lock of the queue. */
    void started() {
        started = true;
    }

    @Override
    public boolean hasStarted() {
        return started;
    }

    @Override
    public void reject(String reason) {
        endpoint.waitQueue().reject(this, reason);
    }

    /** Returns whether the function should run. On an event loop it is told which. */
    synchronized boolean begin(FunctionVersion chosen, EventLoopRun loop) {
        if (hasEnded()) {
            return false;
        }
        context.version = chosen;
        loopRun = loop;
        runner = Thread.currentThread();
        return true;
    }

    /**
     * Runs the function, and sends what it returns.
     *
     * @param look ends with the function; {@code null} for none
     */
    void handle(FunctionVersion chosen, CallObservation.Look look) {
        Thread thread = Thread.currentThread();
        ClassLoader outer = thread.getContextClassLoader();
        thread.setContextClassLoader(chosen.classLoader());
        CurrentCall.enter(this);
        try {
            Payload returned = call(chosen.handler(), look);
            Payload response = returned == null ? Payload.empty() : returned;
            if (loopRun == null) {
                outcome.succeed(response);
            } else {
                loopRun.respond(response);
            }
        } catch (Throwable thrown) {
            outcome.failBy(thrown);
        } finally {
            hooks.afterFunction().run();
            CurrentCall.leave();
            thread.setContextClassLoader(outer);
            finish();
        }
    }

    private Payload call(FunctionHandler handler, CallObservation.Look look) throws Exception {
        if (loopRun != null) {
            loopRun.beginFunction();
        }
        try {
            CallMeter meter = endpoint.meter();
            return meter == null
                    ? handler.handle(context.event(), context)
                    : meter.handle(handler, context.event(), context);
        } finally {
            if (loopRun != null) {
                loopRun.endFunction();
            }
            if (look != null) {
                look.end();
            }
        }
    }

    private synchronized void finish() {
        runner = null;
        // An interruption of this call must not hit the next one.
        Thread.interrupted();
    }

    /** Fails the call if it still waits for a version. Returns whether it did. */
    public boolean giveUpWaiting() {
        if (!endpoint.waitQueue().abandonUnserved(this)) {
            return false;
        }
        outcome.fail(CallFailure.UNAVAILABLE, endpoint.absence());
        return true;
    }

    /** The time of the call is over. Fails it with the reason, even if the function does not react. */
    public void expire() {
        if (!giveUpWaiting()) {
            String late = endpoint.waitQueue().abandon(this)
                    ? " had no room for the call in time"
                    : " did not answer in time";
            breakOff(CallFailure.DEADLINE_EXCEEDED, "function " + context.name() + late);
        }
    }

    /** The caller has disconnected. Interrupts the function; there is no response. */
    public void cancel() {
        breakOff(CallFailure.CANCELLED, "the caller has gone away");
    }

    /** Ends the call, and interrupts its function. Returns whether this ended it. */
    boolean breakOff(CallFailure failure, String message) {
        context.cancelled = true;
        boolean first = outcome.fail(failure, message);
        // A caller that has left during a breakpoint ends no debugging.
        if (first && !LaunchProfile.CURRENT.debugged() && interrupt()) {
            hooks.schedule(() -> OverdueCalls.overtime(this), OVERTIME_NANOS);
        }
        // Last, because a worker that sees the ended call no longer queues it.
        endpoint.waitQueue().abandon(this);
        return first;
    }

    boolean isOvertime() {
        return overtime;
    }

    void setOvertime() {
        overtime = true;
    }

    /** Lets another thread take over the event loop. See {@link EventLoopRun#overstays}. */
    boolean overstays() {
        return loopRun.overstays();
    }

    boolean isOnEventLoop() {
        return loopRun != null;
    }

    /** The stack of the function; {@code null} if it has ended. */
    synchronized StackTraceElement[] stack() {
        return runner == null ? null : runner.getStackTrace();
    }

    boolean runsOn(FunctionVersion chosen) {
        return context.version == chosen && !hasEnded();
    }

    /** Returns whether a function was running. */
    private synchronized boolean interrupt() {
        if (runner == null) {
            return false;
        }
        runner.interrupt();
        return true;
    }
}
