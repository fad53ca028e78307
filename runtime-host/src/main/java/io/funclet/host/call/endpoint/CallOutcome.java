package io.funclet.host.call.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.api.FunctionException;
import io.funclet.api.Payload;
import io.funclet.host.call.model.CallException;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.Responder;
import io.funclet.host.call.model.SingleLineText;
import io.funclet.host.config.LaunchProfile;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The outcome of a call. The first thread that knows it counts it and sends it to the caller, exactly once.
 * Thread-safe.
 */
final class CallOutcome {

    private static final Logger LOG = Logger.getLogger(Invocation.class.getName());

    private static final AtomicReferenceFieldUpdater<CallOutcome, Responder> RESPONDER =
            AtomicReferenceFieldUpdater.newUpdater(CallOutcome.class, Responder.class, "responder");

    private final FunctionCallContext context;

    private final long begunNanos = System.nanoTime();

    /** Where the outcome goes; {@code null} once the call has ended. */
    private volatile Responder responder;

    @GuardedBy("this")
    private ScheduledFuture<?> timer;

    CallOutcome(FunctionCallContext context, Responder responder) {
        this.context = context;
        this.responder = responder;
    }

    boolean isKnown() {
        return responder == null;
    }

    /** The function has returned. Fails the call if its response cannot be sent. */
    void succeed(Payload payload) {
        respond(payload, null);
    }

    /** @param counted what the call counts as; {@code null} for one that has succeeded */
    private void respond(Payload payload, CallFailure counted) {
        Responder asked = responder;
        if (asked == null) {
            return;
        }
        CallException refusal = asked.refusal(payload);
        if (refusal != null) {
            fail(refusal.failure(), refusal.getMessage());
        } else if (end(counted, payload, "") != null) {
            asked.succeed(payload);
        }
    }

    /** Whether {@link #succeed} need not wait for room now. */
    boolean hasRoom(Payload payload) {
        Responder asked = responder;
        return asked == null || asked.hasRoom(payload);
    }

    void failBy(Throwable thrown) {
        String name = context.name();
        if (thrown instanceof FunctionException) {
            String refusal = SingleLineText.of("function " + name + ": " + SingleLineText.messageOf(thrown));
            Responder asked = responder;
            if (asked != null && context.respondsToRefusals()) {
                respond(asked.errorDocument(refusal), CallFailure.REFUSED);
            } else {
                fail(CallFailure.REFUSED, refusal);
            }
            LOG.log(Level.FINE, refusal, thrown);
            return;
        }
        String line = SingleLineText.of("function " + name + " failed: " + SingleLineText.kindAndMessage(thrown));
        if (fail(thrown instanceof Error ? CallFailure.FUNCTION_BROKEN : CallFailure.FUNCTION_FAILED, line)) {
            LOG.log(
                    Level.SEVERE,
                    line
                            + context.version
                                    .advise(thrown)
                                    .map(text -> "; " + text)
                                    .orElse(""),
                    thrown);
        } else {
            // Missing memory concerns all functions.
            Level level = thrown instanceof OutOfMemoryError ? Level.WARNING : Level.FINE;
            LOG.log(level, "after its call had ended, " + line, thrown);
        }
    }

    /** Returns whether this ended the call. */
    boolean fail(CallFailure failure, String message) {
        Responder ended = end(failure, null, message);
        if (ended != null) {
            ended.fail(failure, message);
        }
        return ended != null;
    }

    /** Ends and counts the call. Returns where the outcome goes; {@code null} if it had already ended. */
    private Responder end(CallFailure counted, Payload payload, String message) {
        Responder ended = RESPONDER.getAndSet(this, null);
        if (ended != null) {
            synchronized (this) {
                if (timer != null) {
                    timer.cancel(false);
                }
            }
            long nanos = System.nanoTime() - begunNanos;
            context.count(counted, nanos);
            if (LaunchProfile.CURRENT.logsCalls()) {
                CallLog.ended(context, counted, nanos, payload, message);
            }
        }
        return ended;
    }

    /** Sets the timer of the call. If one is set already, the earlier one counts. */
    synchronized void arm(ScheduledFuture<?> expiry) {
        boolean later = timer != null && timer.getDelay(TimeUnit.NANOSECONDS) > 0 && timer.compareTo(expiry) < 0;
        ScheduledFuture<?> spare = later ? expiry : timer;
        if (spare != null) {
            spare.cancel(false);
        }
        timer = later ? timer : expiry;
        if (isKnown()) {
            timer.cancel(false);
        }
    }
}
