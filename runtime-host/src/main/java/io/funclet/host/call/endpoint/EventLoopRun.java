package io.funclet.host.call.endpoint;

import io.funclet.api.Payload;
import io.funclet.host.call.permit.CallObservation;
import io.funclet.host.call.permit.EventLoopPermit;
import io.funclet.host.call.worker.CallLoop;
import io.funclet.host.log.FailedCallback;
import java.util.concurrent.Executor;
import java.util.logging.Logger;

/** A call on an event loop: waits for its turn there, and runs its function if its version may still run there. */
final class EventLoopRun implements CallLoop.Task {

    private static final Logger LOG = Logger.getLogger(Invocation.class.getName());

    private final Invocation invocation;
    private final CallLoop loop;

    /** A response without room: it leaves by a worker, which may wait for room. */
    private Payload waiting;

    /** When the watchdog has found that the call blocks its loop; 0 before. Used by the watchdog alone. */
    private long foundNanos;

    EventLoopRun(Invocation invocation, CallLoop loop) {
        this.invocation = invocation;
        this.loop = loop;
    }

    @Override
    public void run() {
        FunctionEndpoint endpoint = invocation.endpoint;
        if (invocation.hasEnded()) {
            endpoint.bulkhead().exit();
            return;
        }
        if (!endpoint.bulkhead().startOnLoop()) {
            leave();
            return;
        }
        Lease lease = endpoint.acquire(invocation.context.call());
        if (lease == null || !lease.version().mayRunOnEventLoop(invocation.context.event())) {
            if (lease != null) {
                lease.close();
            }
            endpoint.waitQueue().leaveLoop(true);
            leave();
            return;
        }
        try {
            if (invocation.begin(lease.version(), this)) {
                handle(lease.version());
            }
        } finally {
            if (waiting == null) {
                end(lease);
            } else {
                passOn(endpoint.workers(), lease);
            }
        }
    }

    private void handle(FunctionVersion version) {
        CallObservation observation = version.observation();
        if (observation == null || !loop.inspects()) {
            invocation.handle(version, null);
            return;
        }
        CallObservation.Look look = new CallObservation.Look();
        invocation.handle(version, look);
        if (observation.seenOnLoop(look)) {
            OverdueCalls.runsOnWorkers(invocation.context, "calls take long, or wait");
        }
    }

    private void end(Lease lease) {
        lease.close();
        invocation.endpoint.waitQueue().leaveLoop(false);
    }

    private void passOn(Executor workers, Lease lease) {
        workers.execute(() -> {
            try {
                invocation.outcome.succeed(waiting);
            } finally {
                end(lease);
            }
        });
    }

    /** The call goes to a worker, or waits for one. */
    @Override
    public void leave() {
        try {
            CallTimer.dispatch(invocation);
        } catch (RuntimeException | Error failed) {
            FailedCallback.log(LOG, "passing a call on to a worker", failed);
        }
    }

    void beginFunction() {
        loop.beginFunction(this);
    }

    void endFunction() {
        loop.endFunction(this);
    }

    /** Sends the response if there is room and time. */
    void respond(Payload response) {
        if (invocation.context.remainingNanos() == 0) {
            // The call has no timer.
            invocation.expire();
        } else if (invocation.outcome.hasRoom(response)) {
            invocation.outcome.succeed(response);
        } else {
            waiting = response;
        }
    }

    /**
     * The watchdog has found the call on its event loop again: lets another thread take over. Returns whether the call has
     * been there for {@link EventLoopPermit#LIMIT_NANOS}.
     */
    boolean overstays() {
        if (foundNanos == 0) {
            foundNanos = System.nanoTime() - EventLoopWatchdog.LOOK_NANOS | 1;
            loop.replace(this);
        }
        return System.nanoTime() - foundNanos >= EventLoopPermit.LIMIT_NANOS;
    }
}
