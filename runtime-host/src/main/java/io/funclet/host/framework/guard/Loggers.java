package io.funclet.host.framework.guard;

import java.util.logging.Logger;

/**
 * Replaces {@link Logger#getGlobal}. Java keeps that logger in a field, past the log manager, which separates the
 * handlers of code directories.
 */
public final class Loggers {

    private Loggers() {}

    public static Logger getGlobal() {
        return Logger.getLogger(Logger.GLOBAL_LOGGER_NAME);
    }
}
