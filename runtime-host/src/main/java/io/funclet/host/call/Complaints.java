package io.funclet.host.call;

import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What the log says of calls that take more than they may. Mostly on other threads than theirs, and so with their mark. */
final class Complaints {

    private static final Logger LOG = Logger.getLogger(Invocation.class.getName());

    private Complaints() {}

    /** On a worker, where it was tried whether it blocks. */
    static void tookLong(CallView call, long nanos) {
        warn(call, promiseBroken(call) + "a call took " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms", null);
    }

    /** On an event loop. */
    static void keptEventLoop(CallView call, StackTraceElement[] stack) {
        String text = "a call has kept the event loop, and all others, for more than "
                + TimeUnit.NANOSECONDS.toMillis(LoopPass.LIMIT_NANOS) + " ms";
        warn(call, promiseBroken(call) + text, new Whereabouts(stack));
    }

    static void ignoresInterruption(CallView call, StackTraceElement[] stack) {
        String text = " ignores interruption: a call runs on although its time is over";
        warn(call, function(call) + text, new Whereabouts(stack));
    }

    /**
     * A call that did not end within the time that its replaced version was given.
     *
     * @param reason what its caller was told
     */
    static void evicted(CallView call, String reason) {
        warn(call, reason, null);
    }

    static String function(CallView call) {
        return "function " + call.functionName() + " " + call.functionVersion();
    }

    private static String promiseBroken(CallView call) {
        return function(call) + " says that it never blocks, and runs on workers all the same: ";
    }

    private static void warn(CallView call, String text, Whereabouts where) {
        call.mark().log(LOG, Level.WARNING, text, where);
    }
}
