package io.funclet.host.log;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What happens beside a step that must not be cut short by it, such as an update's switch: a line, a listener, a thread that
 * is woken. It fails alone, and is told of.
 */
public final class FailedCallback {

    private FailedCallback() {}

    /**
     * Logs that it has failed. Throws nothing.
     *
     * @param logger where
     * @param what has failed, the beginning of a line
     * @param failure why
     */
    public static void log(Logger logger, String what, Throwable failure) {
        try {
            logger.log(Level.WARNING, what + " failed, and all else goes on: " + failure, failure);
        } catch (RuntimeException | Error again) {
            // There is no memory to say so, say.
        }
    }
}
