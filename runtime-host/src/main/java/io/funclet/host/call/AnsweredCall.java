package io.funclet.host.call;

import io.funclet.api.FunctionException;
import io.funclet.api.Payload;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A call that is answered exactly once, whoever comes first. A base class for the same reason as {@link CallView}.
 */
abstract sealed class AnsweredCall extends CallView permits Invocation {

    static final Logger LOG = Logger.getLogger(Invocation.class.getName());

    final CallCare care;
    private final Answer answer;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Guarded by this object's monitor. */
    private ScheduledFuture<?> timer;

    AnsweredCall(Call call, FunctionSlot slot, long deadlineNanos, Answer answer, CallCare care) {
        super(call, slot, deadlineNanos);
        this.answer = answer;
        this.care = care;
    }

    /** Whether it has been answered, or given up. */
    public final boolean hasEnded() {
        return ended.get();
    }

    final void succeed(Payload payload) {
        respond(payload, null);
    }

    /** @param counted what the call counts as; {@code null} for one that has succeeded */
    private void respond(Payload payload, CallFailure counted) {
        if (ended.get()) {
            return;
        }
        CallException refusal = answer.refusal(payload);
        if (refusal != null) {
            fail(refusal.failure(), refusal.getMessage());
        } else if (end()) {
            count(counted);
            answer.succeed(payload);
            care.ended();
        }
    }

    final void failBy(Throwable thrown) {
        String message = OneLine.messageOf(thrown);
        if (thrown instanceof FunctionException) {
            String refusal = OneLine.of("function " + slot.name() + ": " + message);
            if (slot.respondsToRefusals()) {
                respond(answer.errorDocument(refusal), CallFailure.REFUSED);
            } else {
                fail(CallFailure.REFUSED, refusal);
            }
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

    final boolean fail(CallFailure failure, String message) {
        boolean first = end();
        if (first) {
            count(failure);
            answer.fail(failure, message);
            // After the answer is on its way: a process that stops counts on it.
            care.ended();
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

    /** Sets when the call expires, or may have to: the earlier time counts if one is set already. */
    final synchronized void arm(ScheduledFuture<?> expiry) {
        boolean later = timer != null && timer.getDelay(TimeUnit.NANOSECONDS) > 0 && timer.compareTo(expiry) < 0;
        ScheduledFuture<?> spare = later ? expiry : timer;
        if (spare != null) {
            spare.cancel(false);
        }
        timer = later ? timer : expiry;
        if (ended.get()) {
            timer.cancel(false);
        }
    }

    /** What this call waited for will not come. */
    final void dismiss(CallFailure failure, String reason) {
        fail(failure, reason);
    }
}
