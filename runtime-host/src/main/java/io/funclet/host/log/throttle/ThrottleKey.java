package io.funclet.host.log.throttle;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.log.LogContext;
import io.funclet.host.log.ThrottleDecision;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Where lines come from as far as floods are concerned: a version of a function, or all that is none. Knows its latest
 * lines and exceptions by their {@link LogFingerprint}, and what it may still write. Thread-safe; nothing is formatted or
 * written under its lock.
 */
public final class ThrottleKey {

    private static final String LOGGER = ThrottleKey.class.getName();

    /** More lines than a call logs; a flood of more kinds is one of different lines. */
    private static final int MOST_LINES = 64;

    private static final int MOST_EXCEPTIONS = 32;

    private final LogContext mark;
    private final TokenBucket budget;

    @GuardedBy("this")
    private final RepeatCounter[] lines = new RepeatCounter[MOST_LINES];

    @GuardedBy("this")
    private final RepeatCounter[] exceptions = new RepeatCounter[MOST_EXCEPTIONS];

    @GuardedBy("this")
    private long leftOut;

    @GuardedBy("this")
    private long leftOutNanos;

    private volatile long lastNanos;

    /**
     * Makes a source of which nothing has come.
     *
     * @param mark what stands in its summaries; {@code null} for no function
     * @param budget what it may write; {@code null} for all
     */
    ThrottleKey(LogContext mark, TokenBucket budget) {
        this.mark = mark;
        this.budget = budget;
    }

    /** When something came last. */
    long lastNanos() {
        return lastNanos;
    }

    /** Decides on an event. What is not written is counted, for {@link #settle}. */
    ThrottleDecision admit(LogRecord event, String message, long nowNanos) {
        long fingerprint = LogFingerprint.of(event, message);
        boolean exception = event.getThrown() != null;
        lastNanos = nowNanos;
        synchronized (this) {
            RepeatCounter repeatCounter = find(exception ? exceptions : lines, fingerprint, nowNanos);
            if (!repeatCounter.pass(event, message, nowNanos)) {
                return ThrottleDecision.HELD_BACK;
            }
            // Of what a flood leaves, a part is for errors.
            boolean urgent = event.getLevel().intValue() >= Level.SEVERE.intValue();
            if (budget != null && !budget.allows(nowNanos, urgent)) {
                leaveOut(1, nowNanos);
                return ThrottleDecision.HELD_BACK;
            }
            return exception ? repeatCounter.ofException(nowNanos, event.getMillis()) : ThrottleDecision.WHOLE;
        }
    }

    /** Takes note that the line with an event's stack bears another time than the event: later lines refer to it. */
    public synchronized void noteStack(LogRecord event, String message, long lineMillis) {
        long fingerprint = LogFingerprint.of(event, message);
        for (RepeatCounter exception : exceptions) {
            if (exception != null && exception.is(fingerprint)) {
                exception.noteStack(lineMillis);
            }
        }
    }

    /** Takes what was written from the budget. */
    public synchronized void charge(int bytes) {
        if (budget != null) {
            budget.charge(bytes);
        }
    }

    /** Takes out what was held back. */
    synchronized void settle(long nowNanos, List<SuppressionNotice> summaries) {
        settle(exceptions, nowNanos, summaries);
        settle(lines, nowNanos, summaries);
        if (leftOut > 0) {
            LogRecord event = new LogRecord(
                    Level.WARNING,
                    leftOut + " lines left out in the last " + SuppressionNotice.seconds(leftOutNanos, nowNanos)
                            + " s, more than FUNCLET_LOG_RATE allows");
            event.setLoggerName(LOGGER);
            summaries.add(new SuppressionNotice(event, mark, ThrottleDecision.WHOLE));
            leftOut = 0;
        }
    }

    private void settle(RepeatCounter[] known, long nowNanos, List<SuppressionNotice> summaries) {
        for (RepeatCounter repeatCounter : known) {
            SuppressionNotice suppressionNotice =
                    repeatCounter == null ? null : repeatCounter.takeHeldBack(mark, nowNanos);
            if (suppressionNotice != null) {
                summaries.add(suppressionNotice);
            }
        }
    }

    @GuardedBy("this")
    private void leaveOut(int count, long nowNanos) {
        if (leftOut == 0) {
            leftOutNanos = nowNanos;
        }
        leftOut += count;
    }

    @GuardedBy("this")
    private RepeatCounter find(RepeatCounter[] known, long fingerprint, long nowNanos) {
        int place = 0;
        for (int i = 0; i < known.length; i++) {
            if (known[i] == null) {
                place = i;
                break;
            }
            if (known[i].is(fingerprint)) {
                return known[i];
            }
            if (known[i].isLessWorthThan(known[place])) {
                place = i;
            }
        }
        if (known[place] == null) {
            known[place] = new RepeatCounter();
        } else if (known[place].heldBack() > 0) {
            leaveOut(known[place].heldBack(), nowNanos);
        }
        known[place].begin(fingerprint, nowNanos);
        return known[place];
    }
}
