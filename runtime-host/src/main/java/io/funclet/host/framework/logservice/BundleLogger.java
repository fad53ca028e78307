package io.funclet.host.framework.logservice;

import java.util.Arrays;
import java.util.IllegalFormatException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.log.FormatterLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger of a bundle, whose name its lines carry on any thread. Within a call they carry the mark of the call. */
final class BundleLogger extends LevelLogger implements FormatterLogger {

    /** Above all levels that can be configured; the log shows it as INFO. */
    private static final Level AUDIT = new Audit();

    private final Bundle bundle;
    private final Logger logger;

    /** Whether formats are those of {@link String#format} instead of SLF4J's. */
    private final boolean isPrintf;

    private static final class Audit extends Level {

        private static final long serialVersionUID = 1L;

        Audit() {
            super("AUDIT", Level.SEVERE.intValue());
        }
    }

    BundleLogger(Bundle bundle, String name, boolean isPrintf) {
        super(name);
        this.bundle = bundle;
        this.logger = Logger.getLogger(name.equals(ROOT_LOGGER_NAME) ? "" : name);
        this.isPrintf = isPrintf;
    }

    @Override
    protected boolean isEnabled(Level level) {
        return level == Level.OFF || logger.isLoggable(level);
    }

    @Override
    protected void log(Level level, String message, Object... arguments) {
        if (!isEnabled(level)) {
            return;
        }
        // The last two may be what the event is about, in any order (OSGi Compendium, 101.3.2).
        int count = arguments.length;
        Throwable thrown = null;
        ServiceReference<?> service = null;
        while (count > 0 && arguments.length - count < 2) {
            if (thrown == null && arguments[count - 1] instanceof Throwable last) {
                thrown = last;
            } else if (service == null && arguments[count - 1] instanceof ServiceReference<?> last) {
                service = last;
            } else {
                break;
            }
            count--;
        }
        publish(level, count == 0 ? message : text(message, Arrays.copyOf(arguments, count)), service, thrown);
    }

    private String text(String format, Object[] arguments) {
        if (!isPrintf) {
            return MessageFormatter.basicArrayFormat(format, arguments);
        }
        try {
            return String.format(format, arguments);
        } catch (IllegalFormatException wrong) {
            return format + " " + Arrays.toString(arguments);
        }
    }

    /** @param service what the event is about; {@code null} for none, as for the exception */
    void publish(Level level, String text, ServiceReference<?> service, Throwable thrown) {
        LogRecord event =
                new LogRecord(level == Level.OFF ? AUDIT : level, service == null ? text : text + " " + service);
        event.setLoggerName(logger.getName());
        event.setThrown(thrown);
        Thread thread = Thread.currentThread();
        ClassLoader outer = thread.getContextClassLoader();
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        try {
            // By it, the log knows whose event it is.
            thread.setContextClassLoader(wiring == null ? outer : wiring.getClassLoader());
            logger.log(event);
        } finally {
            thread.setContextClassLoader(outer);
        }
    }
}
