package io.funclet.host.framework;

import java.util.logging.Level;
import org.apache.felix.framework.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** Writes Felix's own messages to the runtime's log. */
final class FelixLog extends Logger {

    private static final java.util.logging.Logger LOG =
            java.util.logging.Logger.getLogger("org.apache.felix.framework");

    @Override
    @SuppressWarnings("rawtypes") // as Felix declares it
    protected void doLog(Bundle bundle, ServiceReference reference, int level, String message, Throwable thrown) {
        String subject = bundle == null ? message : bundle.getSymbolicName() + ": " + message;
        LOG.log(julLevel(level), subject, thrown);
    }

    /** Messages without a bundle, most about files. Felix's own logger would print them. */
    @Override
    protected void doLog(int level, String message, Throwable thrown) {
        LOG.log(StorageErrors.isHeard(message, thrown) ? Level.FINE : julLevel(level), message, thrown);
    }

    private static Level julLevel(int level) {
        return switch (level) {
            case LOG_ERROR -> Level.SEVERE;
            case LOG_WARNING -> Level.WARNING;
            case LOG_INFO -> Level.INFO;
            default -> Level.FINE;
        };
    }
}
