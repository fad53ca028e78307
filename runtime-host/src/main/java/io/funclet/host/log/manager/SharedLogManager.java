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
 * The log manager of the JVM, by the system property {@code java.util.logging.manager}: each logger is a
 * {@link SharedLogger}, which keeps what function bundles do to it away from the runtime and from other tenants. Without
 * the property the log works, but without that protection.
 *
 * <p>What stands for the root is one of them, too. Java's own root takes what the JDK itself logs, to the log alone.
 */
public final class SharedLogManager extends LogManager {

    /** Where the runtime's log takes events; {@code null} while none is open. */
    private static volatile LogSink sink;

    /** What everybody gets as the root. */
    private volatile SharedLogger root;

    /** For the JVM. */
    public SharedLogManager() {}

    @Override
    public Logger getLogger(String name) {
        return switch (name) {
            case "" -> root();
            case Logger.GLOBAL_LOGGER_NAME -> Global.LOGGER;
            default -> super.getLogger(name);
        };
    }

    /** Stands for the one that Java has made before this manager. */
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
            // The caller then asks for the one that there is.
            return false;
        }
        // Another class's logger must not take the place of one of the runtime's.
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

    /** What takes the events of the runtime; {@code null} if no log is open. */
    static LogSink sink() {
        return sink;
    }

    /** From now on all events arrive at a handler, whatever bundles do. */
    public static void attach(LogSink handler) {
        top().addHandler(handler);
        sink = handler;
    }

    /** The handler, whose log is closed, may be removed as any other. */
    public static void release() {
        sink = null;
    }

    /** Sets the level from which on loggers make events at all. */
    public static void setLevel(Level level) {
        if (Logger.getLogger("") instanceof SharedLogger shared) {
            shared.configure(level);
        }
        top().setLevel(level);
    }

    /** Java's own root. */
    public static Logger top() {
        return LogManager.getLogManager() instanceof SharedLogManager own ? own.javaRoot() : Logger.getLogger("");
    }

    private Logger javaRoot() {
        return super.getLogger("");
    }

    /**
     * Removes the handlers and filters that a bundle has added. Closes none but those for files: to close others could be
     * code of the bundle.
     *
     * @param loader the class loader of the bundle, which goes
     * @return what it was, each in words
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
