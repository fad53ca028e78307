package io.funclet.host.log.throttle;

import io.funclet.host.log.LogContext;
import io.funclet.host.log.ThrottleDecision;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Counts the repetitions of a line or an exception, and how many were suppressed. Guarded by its {@link ThrottleKey}.
 *
 * <p>Within {@link #WINDOW_NANOS}, {@link #MOST_WRITTEN} pass. From then on all are suppressed, until no more than that
 * come within as long.
 */
public final class RepeatCounter {

    public static final long WINDOW_NANOS = 10_000_000_000L;

    public static final int MOST_WRITTEN = 20;

    /** Repeats a stack from time to time, because rotation deletes old files. */
    public static final long STACK_AGAIN_NANOS = 3_600_000_000_000L;

    private static final int MOST_CHARS = 300;

    private long fingerprint;
    private long lastNanos;
    private long windowNanos;
    private int written;

    private int heldBack;
    private long heldBackNanos;
    private Level level;
    private String logger;
    private String text;

    /** The function of an event of the runtime about it; else {@code null}. */
    private LogContext subject;

    private long times;
    private long stackNanos;
    private long stackMillis;

    /** Starts to count another line: different lines must not cost an object each. */
    void begin(long newFingerprint, long nowNanos) {
        fingerprint = newFingerprint;
        lastNanos = nowNanos;
        windowNanos = nowNanos;
        written = 0;
        heldBack = 0;
        text = null;
        subject = null;
        times = 0;
        stackMillis = 0;
    }

    boolean is(long other) {
        return fingerprint == other;
    }

    boolean isLessWorthThan(RepeatCounter other) {
        boolean idle = heldBack == 0;
        return idle == (other.heldBack == 0) ? lastNanos - other.lastNanos < 0 : idle;
    }

    int heldBack() {
        return heldBack;
    }

    /** Counts a repetition. Returns whether it passes. */
    boolean pass(LogRecord event, String message, long nowNanos) {
        if (heldBack == 0 && nowNanos - windowNanos >= WINDOW_NANOS) {
            windowNanos = nowNanos;
            written = 0;
        }
        times++;
        lastNanos = nowNanos;
        if (written < MOST_WRITTEN) {
            written++;
            return true;
        }
        if (heldBack++ == 0) {
            heldBackNanos = nowNanos;
            level = event.getLevel();
            logger = event.getLoggerName();
            LogContext mark = LogContext.of(event);
            subject = mark == null ? null : mark.withoutCall();
            text = message.length() <= MOST_CHARS ? message : message.substring(0, MOST_CHARS) + "...";
        }
        return false;
    }

    ThrottleDecision ofException(long nowNanos, long lineMillis) {
        boolean stack = stackMillis == 0 || nowNanos - stackNanos >= STACK_AGAIN_NANOS;
        if (stack) {
            stackNanos = nowNanos;
            stackMillis = lineMillis;
        }
        return times == 1 ? ThrottleDecision.WHOLE : new ThrottleDecision(true, stack, times, stack ? 0 : stackMillis);
    }

    void noteStack(long lineMillis) {
        stackMillis = lineMillis;
    }

    /** Takes the summary; {@code null} if nothing was suppressed. */
    SuppressionNotice takeHeldBack(LogContext mark, long nowNanos) {
        if (heldBack == 0) {
            return null;
        }
        LogRecord event = new LogRecord(
                level,
                "repeated " + heldBack + " times in the last " + SuppressionNotice.seconds(heldBackNanos, nowNanos)
                        + " s: " + text);
        event.setLoggerName(logger);
        windowNanos = nowNanos;
        written = heldBack > MOST_WRITTEN ? MOST_WRITTEN : 0; // few enough: the flood is over
        heldBack = 0;
        text = null;
        boolean exception = stackMillis != 0;
        return new SuppressionNotice(
                event,
                subject == null ? mark : subject,
                exception ? new ThrottleDecision(true, false, times, stackMillis) : ThrottleDecision.WHOLE);
    }
}
