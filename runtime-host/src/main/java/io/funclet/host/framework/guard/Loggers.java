package io.funclet.host.framework.guard;

import java.util.logging.Logger;

/** Replaces {@code Logger.getGlobal} in function bundles. Public only for the bundles' class loaders. */
public final class Loggers {

    private Loggers() {}

    /**
     * Instead of {@link Logger#getGlobal}: Java keeps that logger in a field, past the log manager, which separates the
     * handlers of code directories.
     */
    public static Logger getGlobal() {
        return Logger.getLogger(Logger.GLOBAL_LOGGER_NAME);
    }
}
