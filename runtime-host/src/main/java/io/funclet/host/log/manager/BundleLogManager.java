package io.funclet.host.log.manager;

import io.funclet.host.log.LogSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * The log manager of the JVM, by the system property {@code java.util.logging.manager}. Each logger is a {@link
 * SharedLogger}, which protects the runtime and other tenants from what a bundle does to it. Without the property the
 * log works without that protection.
 *
 * <p>The shared root is one of them, too. Java's own root receives only what the JDK itself logs.
 */
public final class BundleLogManager extends LogManager {

    /** Receives the events of the runtime's log; {@code null} while none is open. */
    private static volatile LogSink sink;

    /** The shared root. */
    private volatile SharedLogger root;

    @Override
    public Logger getLogger(String name) {
        return switch (name) {
            case "" -> root();
            case Logger.GLOBAL_LOGGER_NAME -> Global.LOGGER;
            default -> super.getLogger(name);
        };
    }

    /** Replaces the global logger that Java has created before this manager. */
    private static final class Global {

        private static final SharedLogger LOGGER = new SharedLogger(Logger.GLOBAL_LOGGER_NAME);

        static {
            LOGGER.setParent(top());
        }
    }

    private SharedLogger root() {
        if (root == null) {
            Logger own = super.getLogger("");
            synchronized (this) {
                if (root == null) {
                    SharedLogger made = new SharedLogger("");
                    made.configure(own.getLevel());
                    root = made;
                }
            }
        }
        return root;
    }

    @Override
    public boolean addLogger(Logger logger) {
        String name = logger.getName();
        if (logger.getClass() == Logger.class && !name.equals(Logger.GLOBAL_LOGGER_NAME)) {
            super.addLogger(RuntimeLogger.isFor(name) ? new RuntimeLogger(name) : new SharedLogger(name));
            // The caller then asks for the existing one.
            return false;
        }
        // A logger of another class must not replace one of the runtime.
        return (logger instanceof SharedLogger || !RuntimeLogger.isFor(name)) && super.addLogger(logger);
    }

    @Override
    public void reset() {
        super.reset();
        restoreLevel();
    }

    @Override
    public void readConfiguration(InputStream configuration) throws IOException {
        super.readConfiguration(configuration);
        restoreLevel();
    }

    @Override
    public void updateConfiguration(
            InputStream configuration, Function<String, BiFunction<String, String, String>> mapper) throws IOException {
        super.updateConfiguration(configuration, mapper);
        restoreLevel();
    }

    private void restoreLevel() {
        LogSink open = sink;
        if (open != null && top().getLevel() != root().getLevel()) {
            top().setLevel(root().getLevel());
            open.noteHarm("changed levels of");
        }
    }

    static LogSink sink() {
        return sink;
    }

    /** From now on, a handler receives all events, whatever bundles do. */
    public static void attach(LogSink handler) {
        top().addHandler(handler);
        sink = handler;
    }

    /** From now on, the handler can be removed like any other. */
    public static void release() {
        sink = null;
    }

    /** Sets the level from which loggers create events. */
    public static void setLevel(Level level) {
        if (Logger.getLogger("") instanceof SharedLogger shared) {
            shared.configure(level);
        }
        top().setLevel(level);
    }

    /** Java's own root. */
    public static Logger top() {
        return LogManager.getLogManager() instanceof BundleLogManager own ? own.javaRoot() : Logger.getLogger("");
    }

    private Logger javaRoot() {
        return super.getLogger("");
    }

    /**
     * Removes the handlers and filters of a bundle, and returns them in words. Closes only those for files: closing others
     * could run code of the bundle.
     */
    public static List<String> giveBack(ClassLoader loader) {
        List<String> found = new ArrayList<>();
        LogManager manager = LogManager.getLogManager();
        for (String name : Collections.list(manager.getLoggerNames())) {
            Logger logger = manager.getLogger(name);
            if (logger instanceof SharedLogger shared) {
                shared.giveBack(loader, found);
            } else if (logger != null) {
                for (Handler handler : logger.getHandlers()) {
                    if (handler.getClass().getClassLoader() == loader) {
                        logger.removeHandler(handler);
                        found.add("log handler " + handler.getClass().getName());
                    }
                }
            }
        }
        return found;
    }
}
