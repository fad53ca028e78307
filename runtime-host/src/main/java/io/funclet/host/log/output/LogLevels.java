package io.funclet.host.log.output;

import io.funclet.host.config.LoggerConfig;
import io.funclet.host.log.LogContext;
import io.funclet.host.log.manager.RuntimeLogger;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;

/**
 * Which events are logged.
 *
 * <p>The level applies twice: to the root, so that an unwanted event costs nothing, and in {@link #accepts}, because
 * functions may set levels of their loggers, and the JDK's loggers have another root.
 */
final class LogLevels {

    /** Libraries of the runtime: only their warnings matter to an operator, and never events below INFO. */
    private static final String[] THIRD_PARTIES = {
        "io.grpc", "io.netty", "org.apache.felix", "java", "javax", "jdk", "sun", "com.sun"
    };

    /** The level of the root: the lowest of all. */
    private volatile Level least;

    private volatile Level own;
    private volatile Level thirdParty;

    /** The levels of single functions. Replaced, not modified; almost always empty. */
    private volatile Map<String, Level> ofFunctions = Map.of();

    private final Consumer<Level> root;

    /** @param root receives the level from which loggers are to create events */
    LogLevels(LoggerConfig.Level level, Consumer<Level> root) {
        this.root = root;
        set(level);
    }

    /** Sets the level for all, and ends those for functions. */
    public synchronized void set(LoggerConfig.Level level) {
        ofFunctions = Map.of();
        own = level(level);
        thirdParty = switch (level) {
            case DEBUG -> Level.INFO;
            case INFO, WARN -> Level.WARNING;
            case ERROR -> Level.SEVERE;
        };
        least = own;
        root.accept(least);
    }

    public synchronized void set(String function, LoggerConfig.Level level) {
        Map<String, Level> functions = new HashMap<>(ofFunctions);
        functions.put(function, level(level));
        ofFunctions = functions;
        // Loggers do not know functions: all must let through what one may log.
        Level lowest = Collections.min(functions.values(), Comparator.comparingInt(Level::intValue));
        least = lowest.intValue() < own.intValue() ? lowest : own;
        root.accept(least);
    }

    /** The level from which loggers are to create events. */
    Level least() {
        return least;
    }

    private static Level level(LoggerConfig.Level level) {
        return switch (level) {
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARN -> Level.WARNING;
            case ERROR -> Level.SEVERE;
        };
    }

    /**
     * Whether an event is to be logged.
     *
     * @param logger {@code null} for an anonymous logger
     * @param mark {@code null} if the event belongs to no call
     */
    boolean accepts(String logger, Level level, LogContext mark) {
        Map<String, Level> exceptions = ofFunctions;
        Level least = mark == null || exceptions.isEmpty() ? own : exceptions.getOrDefault(mark.function(), own);
        int value = level.intValue();
        return value >= least.intValue() && (value >= thirdParty.intValue() || !isThirdParty(logger));
    }

    /** Whether the runtime's own loggers, and those of its libraries, create events of a level. */
    boolean isOfInterest(String logger, Level level) {
        return level.intValue() >= (isThirdParty(logger) ? thirdParty : least).intValue();
    }

    private static boolean isThirdParty(String logger) {
        return logger != null && RuntimeLogger.isWithin(logger, THIRD_PARTIES);
    }
}
