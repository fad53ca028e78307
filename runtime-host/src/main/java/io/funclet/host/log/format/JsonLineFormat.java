package io.funclet.host.log.format;

import io.funclet.host.log.LogContext;
import io.funclet.host.log.ThrottleDecision;
import java.util.logging.LogRecord;

/**
 * Lines for programs: one JSON object each.
 *
 * <pre>
 * {"time":"2026-11-21T20:30:00.123Z","level":"ERROR","name":"name","function":"sayhi","version":"1.0.0",
 *  "invokeId":"invoke-7","traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7",
 *  "logger":"io.example","thread":"worker-1","message":"message","exception":"stack trace"}
 * </pre>
 *
 * <p>(without the line breaks). Levels are {@code DEBUG}, {@code INFO}, {@code WARN} and {@code ERROR}. All values are
 * strings; what would be empty is missing. An exception whose stack is in the log already has {@code times}, how often it
 * has occurred, and {@code stackAt}, the time of that line, instead of {@code exception}.
 */
public final class JsonLineFormat extends LineFormat {

    private static final String TIME = "{\"time\":\"";

    public JsonLineFormat(String name) {
        super(name);
    }

    @Override
    public int stampAt() {
        return TIME.length();
    }

    @Override
    void append(StringBuilder line, LogRecord event, LogContext mark, String message, ThrottleDecision decision) {
        line.append(TIME);
        UtcTimestamp.append(line, event.getMillis(), ':');
        line.append("Z\"");
        field(line, "level", level(event.getLevel()));
        field(line, "name", name());
        if (mark != null) {
            fieldIfAny(line, "function", mark.function());
            fieldIfAny(line, "version", mark.version());
            fieldIfAny(line, "invokeId", mark.invokeId());
            fieldIfAny(line, "traceId", mark.traceId());
            fieldIfAny(line, "spanId", mark.spanId());
        }
        field(line, "logger", bounded(logger(event)));
        field(line, "thread", bounded(Thread.currentThread().getName()));
        field(line, "message", message);
        if (decision.times() > 0) {
            field(line, "times", Long.toString(decision.times()));
        }
        if (decision.stackMillis() > 0) {
            UtcTimestamp.append(line.append(",\"stackAt\":\""), decision.stackMillis(), ':');
            line.append("Z\"");
        }
        if (event.getThrown() != null && decision.stack()) {
            field(line, "exception", stackTrace(event.getThrown()));
        }
        line.append('}');
    }

    private static void fieldIfAny(StringBuilder line, String key, String value) {
        if (!value.isEmpty()) {
            field(line, key, bounded(value));
        }
    }

    private static void field(StringBuilder line, String key, String value) {
        line.append(",\"").append(key).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (isUnsafe(c)) {
                escape(line, c);
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }
}
