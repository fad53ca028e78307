package io.funclet.host.call.endpoint;

import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.StackSnapshot;
import io.funclet.host.call.permit.CallObservation;
import io.funclet.host.call.permit.EventLoopPermit;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Handles overdue calls, and logs them. Mostly on other threads, so it passes the log context of the call. */
final class OverdueCalls {

    private static final Logger LOG = Logger.getLogger(Invocation.class.getName());

    private OverdueCalls() {}

    /** A trial on a worker took too long. */
    static void tookLong(FunctionCallContext call, long nanos) {
        warn(call, promiseBroken(call) + "a call took " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms", null);
    }

    /**
     * A call blocks its event loop: another thread takes over the loop, and later calls of the function run on workers. If
     * the author has promised more, logs the function. Looks at the deadline, because the call has no timer.
     */
    static void overstay(Invocation late) {
        StackTraceElement[] stack = late.stack();
        if (stack == null) {
            return;
        }
        CallObservation observation = late.context.version.observation();
        if (observation != null && observation.revoke()) {
            runsOnWorkers(late.context, "a call has kept the event loop");
        }
        boolean tooLong = late.overstays();
        if (tooLong && late.context.version.permit().revoke()) {
            String text = "a call has kept its event loop for more than "
                    + TimeUnit.NANOSECONDS.toMillis(EventLoopPermit.LIMIT_NANOS) + " ms";
            warn(late.context, promiseBroken(late.context) + text, new StackSnapshot(stack));
        }
        if (late.context.remaining().isZero()) {
            late.expire();
        }
    }

    /** Some time after the end of a call: if its function still runs, logs it and replaces its worker. */
    static void overtime(Invocation late) {
        StackTraceElement[] stack = late.stack();
        if (stack == null) {
            return;
        }
        late.setOvertime();
        if (late.context.version.accuse()) {
            String text = " ignores interruption: a call runs on although its time is over";
            warn(late.context, function(late.context) + text, new StackSnapshot(stack));
        }
        late.endpoint.overtime(!late.isOnEventLoop());
    }

    /** The version of a call is removed, and no longer waits for it. */
    static void evict(Invocation late) {
        String reason =
                function(late.context) + " has been replaced, and this call did not end within the time for that";
        if (late.breakOff(CallFailure.UNAVAILABLE, reason)) {
            warn(late.context, reason, null);
        }
    }

    /** The calls of a function have been short, and have not waited. */
    static void runsOnEventLoops(FunctionCallContext call) {
        say(call, " runs on event loops: its calls are short and do not wait");
    }

    static void runsOnWorkers(FunctionCallContext call, String reason) {
        say(call, " runs on workers again: " + reason);
    }

    private static void say(FunctionCallContext call, String text) {
        if (LOG.isLoggable(Level.FINE)) {
            call.mark().log(LOG, Level.FINE, function(call) + text, null);
        }
    }

    private static String function(FunctionCallContext call) {
        return "function " + call.functionName() + " " + call.functionVersion();
    }

    private static String promiseBroken(FunctionCallContext call) {
        return function(call) + " says that it never blocks, and runs on workers all the same: ";
    }

    private static void warn(FunctionCallContext call, String text, StackSnapshot where) {
        call.mark().log(LOG, Level.WARNING, text, where);
    }
}
