package io.funclet.host.ops;

import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * What the runtime says about a function, on a thread that does not work for it: it bears the function's mark, but is the
 * runtime's own all the same. Neither the function's level nor its share of the log keeps it out.
 */
final class MarkedEvent extends LogRecord {

    private static final long serialVersionUID = 1L;

    /** Not with the event elsewhere: nobody sends it there. */
    private final transient LogMark mark;

    MarkedEvent(LogMark mark, String logger, Level level, String message, Throwable thrown) {
        super(level, message);
        this.mark = mark;
        setLoggerName(logger);
        setThrown(thrown);
    }

    LogMark mark() {
        return mark;
    }
}
