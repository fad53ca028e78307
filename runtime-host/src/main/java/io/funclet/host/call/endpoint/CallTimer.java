package io.funclet.host.call.endpoint;

import io.funclet.host.log.FailedCallback;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/** The timers of calls that wait, or run on workers. */
public final class CallTimer {

    private static final Logger LOG = Logger.getLogger(Invocation.class.getName());

    /** A wait ends this long before the deadline, so that the reason still reaches the caller. */
    private static final long EXPLANATION_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private CallTimer() {}

    /** Passes a call on to a worker, or lets it wait; and sets its timer. */
    public static void dispatch(Invocation call) {
        long nanos = call.context.remainingNanos();
        if (call.endpoint.waitQueue().admit(call)) {
            long wait = nanos - Math.min(EXPLANATION_NANOS, nanos / 10);
            arm(call, wait, () -> {
                if (!call.giveUpWaiting()) {
                    arm(call, call.context.remainingNanos(), call::expire);
                }
            });
        } else {
            arm(call, nanos, call::expire);
        }
    }

    /** Applies the time limit of a version that came while a call waited. Throws nothing. */
    public static void limit(Invocation call, long nanos) {
        try {
            if (call.context.shorten(nanos)) {
                arm(call, nanos, call::expire);
            }
        } catch (RuntimeException | Error failed) {
            FailedCallback.log(LOG, "setting the clock of a call that waits", failed);
        }
    }

    private static void arm(Invocation call, long nanos, Runnable expiry) {
        call.outcome.arm(call.hooks.schedule(expiry, nanos));
    }
}
