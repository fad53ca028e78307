package io.funclet.host.log;

import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * For whom a thread works: what marks the log events of a function's call.
 *
 * <p>Holds strings only, so that no log event and no waiting line keeps a function's class loader alive.
 *
 * @param function the function's name; empty if not known
 * @param version the version of the bundle that runs; empty if not known
 * @param invokeId the call's id, as the caller gave it; empty if it gave none
 * @param traceParent the call's valid W3C trace header of version 00; empty if the caller gave none
 */
public record LogContext(String function, String version, String invokeId, String traceParent) {

    public LogContext {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(invokeId, "invokeId");
        Objects.requireNonNull(traceParent, "traceParent");
    }

    /**
     * The mark of what belongs to no trace.
     *
     * @param function the function's name; empty if not known
     * @param version the version of the bundle that runs; empty if not known
     * @param invokeId the call's id; empty if there is none
     */
    public LogContext(String function, String version, String invokeId) {
        this(function, version, invokeId, "");
    }

    /**
     * Logs what the runtime itself has to say about whom this marks. For threads that do not work for it: on those that do,
     * every event has the mark.
     *
     * @param logger where
     * @param level the level; that of the process counts, whatever the function's is
     * @param message the whole text
     */
    public void log(Logger logger, Level level, String message) {
        log(logger, level, message, null);
    }

    /**
     * Logs what the runtime itself has to say about whom this marks, with an exception.
     *
     * @param logger where
     * @param level the level; that of the process counts, whatever the function's is
     * @param message the whole text
     * @param thrown whose stack is logged; may be {@code null}
     */
    public void log(Logger logger, Level level, String message, Throwable thrown) {
        if (logger.isLoggable(level)) {
            LogRecord event = new MarkedEvent(this, level, message);
            event.setLoggerName(logger.getName());
            event.setThrown(thrown);
            logger.log(event);
        }
    }

    /**
     * Whom the runtime itself says something about.
     *
     * @param event any event
     * @return the mark; {@code null} if it was not logged by {@link #log}
     */
    public static LogContext of(LogRecord event) {
        return event instanceof MarkedEvent marked ? marked.mark : null;
    }

    /**
     * Bears the function's mark, but is the runtime's own all the same. Neither the function's level nor its share of the log
     * keeps it out.
     */
    private static final class MarkedEvent extends LogRecord {

        private static final long serialVersionUID = 1L;

        /** Not with the event elsewhere: nobody sends it there. */
        private final transient LogContext mark;

        MarkedEvent(LogContext mark, Level level, String message) {
            super(level, message);
            this.mark = mark;
        }
    }

    /** The same for the function as a whole. */
    public LogContext withoutCall() {
        return new LogContext(function, version, "");
    }

    /** The id of the trace; empty if there is none. */
    public String traceId() {
        return traceParent.isEmpty() ? "" : traceParent.substring(3, 35);
    }

    /** The id of the caller's span; empty if there is none. */
    public String spanId() {
        return traceParent.isEmpty() ? "" : traceParent.substring(36, 52);
    }
}
