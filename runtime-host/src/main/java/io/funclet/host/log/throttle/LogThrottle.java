package io.funclet.host.log.throttle;

import io.funclet.host.log.LogContext;
import io.funclet.host.log.LogSink;
import io.funclet.host.log.ThrottleDecision;
import io.funclet.host.log.TimeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.LogRecord;

/**
 * Keeps floods out of the log, within the limits of each {@link ThrottleKey}. Summaries of suppressed lines are written
 * when they are {@link #isDue}, which the next event checks, and a timer if there is one. Thread-safe.
 */
public final class LogThrottle {

    private static final long PERIOD_NANOS = RepeatCounter.WINDOW_NANOS;

    /** More versions than are likely to log at once. Beyond that, the longest silent one is forgotten. */
    private static final int MOST_SOURCES = 256;

    /** How the names of the runtime's own loggers begin. */
    public static final String OWN_LOGGERS = "io.funclet.host.";

    private final int bytesPerSecond;
    private final TimeSource time;
    private final Map<LogContext, ThrottleKey> functions = new ConcurrentHashMap<>();

    /** The runtime's own lines have no rate limit, but repetitions are suppressed. */
    private final ThrottleKey own = new ThrottleKey(null, null);

    private final ThrottleKey others;

    private final AtomicBoolean heldBack = new AtomicBoolean();
    private volatile long dueNanos;
    private volatile ScheduledExecutorService timers;
    private volatile LogSink log;

    public LogThrottle(int bytesPerSecond, TimeSource time) {
        this.bytesPerSecond = bytesPerSecond;
        this.time = time;
        this.others = new ThrottleKey(null, budget());
    }

    private TokenBucket budget() {
        return new TokenBucket(bytesPerSecond, time.nanos());
    }

    /** From now on, a timer writes due summaries, even without further events. */
    public void use(ScheduledExecutorService known, LogSink settled) {
        log = settled;
        timers = known;
    }

    /** {@code null} as the mark if the event belongs to no function. */
    public ThrottleKey of(LogRecord event, LogContext mark) {
        if (LogContext.of(event) != null) {
            return own;
        }
        if (mark == null) {
            String logger = event.getLoggerName();
            return logger != null && logger.startsWith(OWN_LOGGERS) ? own : others;
        }
        LogContext version = mark.withoutCall();
        ThrottleKey source = functions.get(version);
        return source == null ? add(version) : source;
    }

    private synchronized ThrottleKey add(LogContext version) {
        ThrottleKey added = functions.get(version);
        if (added == null) {
            if (functions.size() >= MOST_SOURCES) {
                forgetTheMostSilent();
            }
            added = new ThrottleKey(version, budget());
            functions.put(version, added);
        }
        return added;
    }

    private void forgetTheMostSilent() {
        Map.Entry<LogContext, ThrottleKey> silent = Collections.min(
                functions.entrySet(),
                (one, other) -> Long.signum(
                        one.getValue().lastNanos() - other.getValue().lastNanos()));
        functions.remove(silent.getKey());
    }

    /** @param allowed whether a quota lets the line through */
    public ThrottleDecision admit(ThrottleKey source, LogRecord event, String message, boolean allowed) {
        long now = time.nanos();
        ThrottleDecision decision = source.admit(event, message, allowed, now);
        if (!decision.written() && !heldBack.get()) {
            dueNanos = now + PERIOD_NANOS;
            if (heldBack.compareAndSet(false, true)) {
                setTimer();
            }
        }
        return decision;
    }

    private void setTimer() {
        ScheduledExecutorService known = timers;
        if (known != null) {
            try {
                known.schedule(log::settle, PERIOD_NANOS, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closing) {
                // The summaries are written at the end of the process.
            }
        }
    }

    /** Whether summaries are due. */
    public boolean isDue() {
        return heldBack.get() && time.nanos() - dueNanos >= 0;
    }

    /** Takes the summaries, due or not. */
    public List<SuppressionNotice> settle() {
        if (!heldBack.compareAndSet(true, false)) {
            return List.of();
        }
        List<SuppressionNotice> summaries = new ArrayList<>();
        long now = time.nanos();
        own.settle(now, summaries);
        others.settle(now, summaries);
        for (ThrottleKey source : functions.values()) {
            source.settle(now, summaries);
        }
        return summaries;
    }
}
