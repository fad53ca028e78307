package io.funclet.host.log.manager;

import io.funclet.host.log.LogSink;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** A logger of the runtime or of its libraries: its events go to the log, past the handlers of bundles. */
public final class RuntimeLogger extends SharedLogger {

    private static final String[] NAMES = {"io.funclet.host", "io.grpc", "io.netty", "org.apache.felix"};

    RuntimeLogger(String name) {
        super(name);
    }

    static boolean isFor(String name) {
        return isWithin(name, NAMES);
    }

    public static boolean isWithin(String logger, String[] parents) {
        for (String parent : parents) {
            if (logger.startsWith(parent)
                    && (logger.length() == parent.length() || logger.charAt(parent.length()) == '.')) {
                return true;
            }
        }
        return false;
    }

    @Override
    boolean isConfigured() {
        return true;
    }

    /** By the configured levels: bundles may change those of parents. */
    @Override
    public boolean isLoggable(Level level) {
        LogSink sink = BundleLogManager.sink();
        if (sink == null) {
            return super.isLoggable(level);
        }
        Level own = getLevel();
        return own == null
                ? sink.isOfInterest(getName(), level)
                : level.intValue() >= own.intValue() && own != Level.OFF;
    }

    @Override
    public void log(LogRecord event) {
        LogSink sink = BundleLogManager.sink();
        if (sink == null) {
            super.log(event);
            return;
        }
        Filter filter = getFilter();
        if (isLoggable(event.getLevel()) && (filter == null || filter.isLoggable(event))) {
            for (Handler handler : ownHandlers()) {
                handler.publish(event);
            }
            if (getUseParentHandlers()) {
                sink.publish(event);
            }
        }
    }
}
