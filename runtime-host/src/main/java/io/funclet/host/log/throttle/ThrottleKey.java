package io.funclet.host.log.throttle;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.log.LogContext;
import io.funclet.host.log.ThrottleDecision;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * A source of lines for the throttle: a version of a function, or everything else. Knows its latest lines and
 * exceptions by their {@link LogFingerprint}, and its budget. Thread-safe; formats and writes nothing under its lock.
 */
public final class ThrottleKey {

    private static final String LOGGER = ThrottleKey.class.getName();

    /** More than the different lines of a call. The rate limits a flood of different lines. */
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
     * @param mark for its summaries; {@code null} for no function
     * @param budget what it may write; {@code null} for no limit
     */
    ThrottleKey(LogContext mark, TokenBucket budget) {
        this.mark = mark;
        this.budget = budget;
    }

    long lastNanos() {
        return lastNanos;
    }

    /** Decides on an event. Counts what is not written, for {@link #settle}. */
    ThrottleDecision admit(LogRecord event, String message, boolean allowed, long nowNanos) {
        long fingerprint = LogFingerprint.of(event, message);
        boolean exception = event.getThrown() != null;
        lastNanos = nowNanos;
        synchronized (this) {
            RepeatCounter counter = find(exception ? exceptions : lines, fingerprint, nowNanos);
            if (!counter.pass(event, message, nowNanos)) {
                return ThrottleDecision.HELD_BACK;
            }
            // A part of the budget is only for errors.
            boolean urgent = event.getLevel().intValue() >= Level.SEVERE.intValue();
            if (!allowed || budget != null && !budget.allows(nowNanos, urgent)) {
                leaveOut(1, nowNanos);
                return ThrottleDecision.HELD_BACK;
            }
            return exception ? counter.ofException(nowNanos, event.getMillis()) : ThrottleDecision.WHOLE;
        }
    }

    /** Records that the line with an event's stack has another time than the event: later lines refer to it. */
    public synchronized void noteStack(LogRecord event, String message, long lineMillis) {
        long fingerprint = LogFingerprint.of(event, message);
        for (RepeatCounter exception : exceptions) {
            if (exception != null && exception.is(fingerprint)) {
                exception.noteStack(lineMillis);
            }
        }
    }

    public synchronized void charge(int bytes) {
        if (budget != null) {
            budget.charge(bytes);
        }
    }

    synchronized void settle(long nowNanos, List<SuppressionNotice> summaries) {
        for (RepeatCounter[] known : List.of(exceptions, lines)) {
            for (RepeatCounter counter : known) {
                SuppressionNotice notice = counter == null ? null : counter.takeHeldBack(mark, nowNanos);
                if (notice != null) {
                    summaries.add(notice);
                }
            }
        }
        if (leftOut > 0) {
            LogRecord event = new LogRecord(
                    Level.WARNING,
                    leftOut + " lines left out in the last " + SuppressionNotice.seconds(leftOutNanos, nowNanos)
                            + " s, more than FUNCLET_LOG_RATE or a quota allows");
            event.setLoggerName(LOGGER);
            summaries.add(new SuppressionNotice(event, mark, ThrottleDecision.WHOLE));
            leftOut = 0;
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
