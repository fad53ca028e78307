package io.funclet.host.log;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Marks the log events of a function's call. What is not known or given is empty.
 *
 * <p>Holds only strings, so that no log event or pending line keeps a function's class loader in memory.
 *
 * @param tenant whose function it is; empty for the operator's own
 * @param invokeId the call's id, as the caller gave it
 * @param traceParent the call's valid W3C trace header of version 00
 */
public record LogContext(String tenant, String function, String version, String invokeId, String traceParent) {

    /** Of the operator's own. */
    public LogContext(String function, String version, String invokeId) {
        this("", function, version, invokeId, "");
    }

    /** Of no call. */
    public static LogContext of(String tenant, String function, String version) {
        return new LogContext(tenant, function, version, "", "");
    }

    /**
     * Logs an event of the runtime about this function, on a thread that does not work for it. The level of the process
     * applies, not the function's.
     */
    public void log(Logger logger, Level level, String message) {
        log(logger, level, message, null);
    }

    /** As {@link #log(Logger, Level, String)}, with an exception, which may be {@code null}. */
    public void log(Logger logger, Level level, String message, Throwable thrown) {
        if (logger.isLoggable(level)) {
            LogRecord event = new MarkedEvent(this, level, message);
            event.setLoggerName(logger.getName());
            event.setThrown(thrown);
            logger.log(event);
        }
    }

    /** The mark of an event that was logged by {@link #log}; {@code null} for others. */
    public static LogContext of(LogRecord event) {
        return event instanceof MarkedEvent marked ? marked.mark : null;
    }

    /** An event of the runtime with a function's mark. The function's level and rate do not suppress it. */
    private static final class MarkedEvent extends LogRecord {

        private static final long serialVersionUID = 1L;

        /** Transient: no event is serialized. */
        private final transient LogContext mark;

        MarkedEvent(LogContext mark, Level level, String message) {
            super(level, message);
            this.mark = mark;
        }
    }

    public LogContext withoutCall() {
        return of(tenant, function, version);
    }

    public String traceId() {
        return traceParent.isEmpty() ? "" : traceParent.substring(3, 35);
    }

    public String spanId() {
        return traceParent.isEmpty() ? "" : traceParent.substring(36, 52);
    }
}
