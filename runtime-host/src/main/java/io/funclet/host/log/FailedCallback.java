package io.funclet.host.log;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logs the failure of a side action, such as a listener, that must not abort the main step, such as the switch of an
 * update.
 */
public final class FailedCallback {

    private FailedCallback() {}

    /**
     * Throws nothing.
     *
     * @param what has failed, the beginning of a line
     */
    public static void log(Logger logger, String what, Throwable failure) {
        try {
            logger.log(Level.WARNING, what + " failed, and all else goes on: " + failure, failure);
        } catch (RuntimeException | Error again) {
            // For example, there is no memory to log.
        }
    }
}
