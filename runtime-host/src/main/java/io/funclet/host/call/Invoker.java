package io.funclet.host.call;

import io.funclet.api.CallContext.Protocol;
import io.funclet.api.Payload;
import io.funclet.host.call.endpoint.CallLog;
import io.funclet.host.call.endpoint.CallTimer;
import io.funclet.host.call.endpoint.EventLoopWatchdog;
import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.endpoint.Invocation;
import io.funclet.host.call.endpoint.InvocationHooks;
import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.CallException;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.Responder;
import io.funclet.host.call.quota.CallQuotas;
import io.funclet.host.call.quota.QuotaRejection;
import io.funclet.host.call.worker.CallLoop;
import io.funclet.host.config.LaunchProfile;
import io.funclet.host.config.ServerConfig;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Accepts calls: finds their endpoint, sets their deadline, and lets them run or wait. */
public final class Invoker {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Router router;
    private volatile long timeoutNanos;
    private volatile int maxConcurrent;

    /** The accepted calls without an outcome. Counted only if there is a limit. */
    private final AtomicInteger concurrent = new AtomicInteger();

    private final InvocationHooks hooks;

    /** {@code null} where no call runs on an event loop. */
    private final EventLoopWatchdog watchdog;

    /**
     * @param observes whether functions that say nothing about themselves may run on event loops while their calls are short
     * @param afterFunction run on the worker after each function, while its call is still the current one
     */
    public Invoker(
            Router router,
            ScheduledExecutorService timers,
            ServerConfig config,
            Runnable afterFunction,
            boolean observes) {
        this.router = router;
        configure(config);
        // With one worker, calls run one by one, or the process has no thread to spare for a watchdog.
        // A breakpoint on an event loop would hold up all calls.
        this.watchdog = config.callThreads() > 1 && !LaunchProfile.CURRENT.debugged() ? new EventLoopWatchdog() : null;
        this.hooks = new InvocationHooks(timers, afterFunction, observes && watchdog != null);
    }

    /** Sets the limits of calls that begin from now on. */
    public final void configure(ServerConfig config) {
        timeoutNanos = config.timeout().toNanos();
        maxConcurrent = config.maxConcurrent().orElse(Integer.MAX_VALUE);
    }

    /**
     * Accepts a call. Returns at once. The outcome comes on another thread, or on this one if the call fails at once or
     * its function runs on this event loop.
     *
     * @param callerNanos how long the caller waits; {@link Long#MAX_VALUE} if it does not say
     * @return the call, to be cancelled if the caller disconnects; {@code null} if it has failed
     */
    public Invocation invoke(Call call, long callerNanos, Responder responder) {
        FunctionEndpoint endpoint;
        try {
            endpoint = router.route(call);
        } catch (CallException rejected) {
            router.unrouted().rejected(call.protocol(), rejected.failure());
            if (LaunchProfile.CURRENT.logsCalls()) {
                CallLog.rejected(call, rejected.failure(), rejected.getMessage());
            }
            responder.fail(rejected.failure(), rejected.getMessage());
            return null;
        }
        long now = System.nanoTime();
        Responder counted = accept(endpoint, call, responder, now);
        if (counted == null) {
            return null;
        }
        // The function's own limit does not apply before the function is deployed.
        boolean served = endpoint.serves();
        long ownNanos = endpoint.timeoutNanos();
        long serverNanos = timeoutNanos;
        long patience = LaunchProfile.CURRENT.debugged() ? Long.MAX_VALUE : callerNanos;
        long nanos = Math.min(patience, served ? Math.min(serverNanos, ownNanos) : serverNanos);
        Invocation invocation = new Invocation(call, endpoint, counted, now + nanos, hooks);
        CallLoop loop =
                watchdog != null && endpoint.mayRunOnEventLoop(call) && watchdog.attend() ? CallLoop.current() : null;
        if (loop != null) {
            invocation.queueOn(loop);
            return invocation;
        }
        CallTimer.dispatch(invocation);
        if (!served && endpoint.serves()) {
            // A version was published just now, and may have missed this waiting call.
            CallTimer.limit(invocation, endpoint.timeoutNanos());
        }
        return invocation;
    }

    /** The longest time of a call. */
    public Duration timeout() {
        return Duration.ofNanos(timeoutNanos);
    }

    /** Counts a request that is not a valid call. */
    public void malformed(Protocol protocol) {
        router.unrouted().rejected(protocol, CallFailure.MALFORMED_REQUEST);
    }

    /** Returns where the outcome of a call goes; {@code null} if it was rejected. */
    private Responder accept(FunctionEndpoint endpoint, Call call, Responder responder, long now) {
        Responder counted = responder;
        CallQuotas quotas = endpoint.quotas();
        if (quotas != null) {
            boolean waits = !endpoint.serves()
                    || endpoint.bulkhead().inside() >= endpoint.bulkhead().capacity();
            QuotaRejection rejection = quotas.enter(now, waits);
            if (rejection != null) {
                count(endpoint, call, CallFailure.QUOTA_EXCEEDED, rejection.reason());
                responder.rejectByQuota(rejection.reason(), rejection.retryNanos());
                return null;
            }
        }
        String overload = null;
        int most = maxConcurrent;
        if (most < Integer.MAX_VALUE) {
            counted = new CountedResponder(responder);
            overload = concurrent.incrementAndGet() > most
                    ? "more than " + most + " calls at once, as server.concurrent.max allows"
                    : null;
        }
        if (overload == null && !endpoint.enter()) {
            overload = endpoint.overload();
        }
        if (overload == null) {
            return counted;
        }
        count(endpoint, call, CallFailure.OVERLOADED, overload);
        counted.fail(CallFailure.OVERLOADED, overload);
        return null;
    }

    private static void count(FunctionEndpoint endpoint, Call call, CallFailure failure, String reason) {
        endpoint.counts(null).rejected(call.protocol(), failure);
        if (LaunchProfile.CURRENT.logsCalls()) {
            CallLog.rejected(call, failure, reason);
        }
    }

    /**
     * Waits until all calls have an outcome. Does not keep new calls out.
     *
     * @return whether all calls have ended within this time
     */
    public boolean awaitIdle(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        // Polls: a notification would cost each call.
        while (router.unanswered().count() > 0) {
            if (end - System.nanoTime() <= 0) {
                return false;
            }
            LockSupport.parkNanos(this, LOOK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    /** Counts a call until its outcome is sent, if the number of calls is limited. */
    private final class CountedResponder implements Responder {

        private final Responder responder;

        CountedResponder(Responder responder) {
            this.responder = responder;
        }

        @Override
        public CallException refusal(Payload payload) {
            return responder.refusal(payload);
        }

        @Override
        public boolean hasRoom(Payload payload) {
            return responder.hasRoom(payload);
        }

        @Override
        public Payload errorDocument(String message) {
            return responder.errorDocument(message);
        }

        @Override
        public void succeed(Payload payload) {
            responder.succeed(payload);
            concurrent.decrementAndGet();
        }

        @Override
        public void fail(CallFailure failure, String message) {
            responder.fail(failure, message);
            concurrent.decrementAndGet();
        }
    }
}
