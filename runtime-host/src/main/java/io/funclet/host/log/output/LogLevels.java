package io.funclet.host.log.output;

import io.funclet.host.config.LoggerConfig;
import io.funclet.host.log.LogContext;
import io.funclet.host.log.manager.RuntimeLogger;
import java.util.HashMap;
import java.util.List;
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

    /** The levels of tenants. Replaced, not modified; almost always empty. */
    private volatile Map<String, Level> ofTenants = Map.of();

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
        settle();
    }

    /** Sets the levels of tenants that have one of their own. Those of functions go before them. */
    synchronized void set(Map<String, LoggerConfig.Level> tenants) {
        Map<String, Level> levels = new HashMap<>();
        for (Map.Entry<String, LoggerConfig.Level> tenant : tenants.entrySet()) {
            levels.put(tenant.getKey(), level(tenant.getValue()));
        }
        ofTenants = levels;
        settle();
    }

    public synchronized void set(String function, LoggerConfig.Level level) {
        Map<String, Level> functions = new HashMap<>(ofFunctions);
        functions.put(function, level(level));
        ofFunctions = functions;
        settle();
    }

    /** Loggers do not know functions: all must let through what one may log. */
    private void settle() {
        Level lowest = own;
        for (Map<String, Level> levels : List.of(ofFunctions, ofTenants)) {
            for (Level level : levels.values()) {
                lowest = level.intValue() < lowest.intValue() ? level : lowest;
            }
        }
        least = lowest;
        root.accept(lowest);
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
        int value = level.intValue();
        return value >= of(mark).intValue() && (value >= thirdParty.intValue() || !isThirdParty(logger));
    }

    private Level of(LogContext mark) {
        Map<String, Level> functions = ofFunctions;
        Map<String, Level> tenants = ofTenants;
        if (mark == null || functions.isEmpty() && tenants.isEmpty()) {
            return own;
        }
        Level level = functions.get(mark.function());
        return level != null ? level : tenants.getOrDefault(mark.tenant(), own);
    }

    /** Whether the runtime's own loggers, and those of its libraries, create events of a level. */
    boolean isOfInterest(String logger, Level level) {
        return level.intValue() >= (isThirdParty(logger) ? thirdParty : least).intValue();
    }

    private static boolean isThirdParty(String logger) {
        return logger != null && RuntimeLogger.isWithin(logger, THIRD_PARTIES);
    }
}
