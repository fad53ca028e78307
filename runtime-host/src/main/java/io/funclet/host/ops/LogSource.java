package io.funclet.host.ops;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Where lines come from as far as floods are concerned: a version of a function, or all that is none. Knows its latest
 * lines and exceptions by their {@link Fingerprint}, and what it may still write. Thread-safe; nothing is formatted or
 * written under its lock.
 */
final class LogSource {

    private static final String LOGGER = LogSource.class.getName();

    /** More lines than a call logs; a flood of more kinds is one of different lines. */
    private static final int MOST_LINES = 64;

    private static final int MOST_EXCEPTIONS = 32;

    private final LogMark mark;
    private final ByteBudget budget;

    @GuardedBy("this")
    private final Recurrence[] lines = new Recurrence[MOST_LINES];

    @GuardedBy("this")
    private final Recurrence[] exceptions = new Recurrence[MOST_EXCEPTIONS];

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
    LogSource(LogMark mark, ByteBudget budget) {
        this.mark = mark;
        this.budget = budget;
    }

    /** When something came last. */
    long lastNanos() {
        return lastNanos;
    }

    /** Decides on an event. What is not written is counted, for {@link #settle}. */
    Passage admit(LogRecord event, String message, long nowNanos) {
        long fingerprint = Fingerprint.of(event, message);
        boolean exception = event.getThrown() != null;
        lastNanos = nowNanos;
        synchronized (this) {
            Recurrence recurrence = find(exception ? exceptions : lines, fingerprint, nowNanos);
            if (!recurrence.pass(event, message, nowNanos)) {
                return Passage.HELD_BACK;
            }
            // Of what a flood leaves, a part is for errors.
            boolean urgent = event.getLevel().intValue() >= Level.SEVERE.intValue();
            if (budget != null && !budget.allows(nowNanos, urgent)) {
                leaveOut(1, nowNanos);
                return Passage.HELD_BACK;
            }
            return exception ? recurrence.ofException(nowNanos, event.getMillis()) : Passage.WHOLE;
        }
    }

    /** Takes note that the line with an event's stack bears another time than the event: later lines refer to it. */
    synchronized void noteStack(LogRecord event, String message, long lineMillis) {
        long fingerprint = Fingerprint.of(event, message);
        for (Recurrence exception : exceptions) {
            if (exception != null && exception.is(fingerprint)) {
                exception.noteStack(lineMillis);
            }
        }
    }

    /** Takes what was written from the budget. */
    synchronized void charge(int bytes) {
        if (budget != null) {
            budget.charge(bytes);
        }
    }

    /** Takes out what was held back. */
    synchronized void settle(long nowNanos, List<Summary> summaries) {
        settle(exceptions, nowNanos, summaries);
        settle(lines, nowNanos, summaries);
        if (leftOut > 0) {
            LogRecord event = new LogRecord(
                    Level.WARNING,
                    leftOut + " lines left out in the last " + Summary.seconds(leftOutNanos, nowNanos)
                            + " s, more than FUNCLET_LOG_RATE allows");
            event.setLoggerName(LOGGER);
            summaries.add(new Summary(event, mark, Passage.WHOLE));
            leftOut = 0;
        }
    }

    private void settle(Recurrence[] known, long nowNanos, List<Summary> summaries) {
        for (Recurrence recurrence : known) {
            Summary summary = recurrence == null ? null : recurrence.takeHeldBack(mark, nowNanos);
            if (summary != null) {
                summaries.add(summary);
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
    private Recurrence find(Recurrence[] known, long fingerprint, long nowNanos) {
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
            known[place] = new Recurrence();
        } else if (known[place].heldBack() > 0) {
            leaveOut(known[place].heldBack(), nowNanos);
        }
        known[place].begin(fingerprint, nowNanos);
        return known[place];
    }
}
