package io.funclet.host.framework.guard;

import java.util.logging.Logger;

/** Stands in function bundles where {@code Logger.getGlobal} stood. Public for the bundles' class loaders. */
public final class Loggers {

    private Loggers() {}

    /**
     * Instead of {@link Logger#getGlobal}: Java keeps that one in a field, past the log manager, which keeps the handlers of
     * code directories apart.
     *
     * @return the log manager's logger of that name
     */
    public static Logger getGlobal() {
        return Logger.getLogger(Logger.GLOBAL_LOGGER_NAME);
    }
}
