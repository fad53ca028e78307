package io.funclet.host.ops;

import io.funclet.host.config.LoggerConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Which events are logged.
 *
 * <p>The rule stands twice: as levels of loggers, so that an event that nobody wants costs nothing, and as
 * {@link #accepts}, because loggers forget their levels when anyone resets {@code java.util.logging}, and because the
 * JDK's own loggers stand in a tree apart, which takes levels from the root alone.
 */
final class LogLevels {

    /** What the runtime is made of: of interest to an operator when it warns, and never below INFO. */
    private static final String[] THIRD_PARTIES = {
        "io.grpc", "io.netty", "org.apache.felix", "java", "javax", "jdk", "sun", "com.sun"
    };

    private final Logger root = Logger.getLogger("");

    /** Loggers are weakly held by their manager: without this, the levels would go with the next collection. */
    private final Logger[] thirdParties = new Logger[THIRD_PARTIES.length];

    /** That of the root, so that all pass who may. */
    private volatile Level least;

    private volatile Level own;
    private volatile Level thirdParty;

    /** Exceptions to that; not modified once it is here, and empty almost always. */
    private volatile Map<String, Level> ofFunctions = Map.of();

    LogLevels(LoggerConfig.Level level) {
        for (int i = 0; i < thirdParties.length; i++) {
            thirdParties[i] = Logger.getLogger(THIRD_PARTIES[i]);
        }
        set(level);
    }

    /** For all; ends what was set for functions. */
    synchronized void set(LoggerConfig.Level level) {
        ofFunctions = Map.of();
        own = level(level);
        thirdParty = switch (level) {
            case DEBUG -> Level.INFO;
            case INFO, WARN -> Level.WARNING;
            case ERROR -> Level.SEVERE;
        };
        least = own;
        restore();
    }

    /** Tells loggers their levels, as somebody may have told them others. Returns whether somebody had. */
    synchronized boolean restore() {
        boolean changed = set(root, least);
        for (Logger logger : thirdParties) {
            changed |= set(logger, thirdParty);
        }
        return changed;
    }

    private static boolean set(Logger logger, Level level) {
        boolean changed = logger.getLevel() != level;
        if (changed) {
            logger.setLevel(level);
        }
        return changed;
    }

    /** For what the calls of one function log. */
    synchronized void set(String function, LoggerConfig.Level level) {
        Map<String, Level> functions = new HashMap<>(ofFunctions);
        functions.put(function, level(level));
        ofFunctions = functions;
        Level lowest = own;
        for (Level other : functions.values()) {
            lowest = other.intValue() < lowest.intValue() ? other : lowest;
        }
        // Loggers know nothing of functions: all of them have to let through what one may say.
        least = lowest;
        restore();
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
    boolean accepts(String logger, Level level, LogMark mark) {
        Map<String, Level> exceptions = ofFunctions;
        Level least = mark == null || exceptions.isEmpty() ? own : exceptions.getOrDefault(mark.function(), own);
        int value = level.intValue();
        return value >= least.intValue() && (value >= thirdParty.intValue() || !isThirdParty(logger));
    }

    private static boolean isThirdParty(String logger) {
        if (logger == null) {
            return false;
        }
        for (String party : THIRD_PARTIES) {
            if (logger.startsWith(party)
                    && (logger.length() == party.length() || logger.charAt(party.length()) == '.')) {
                return true;
            }
        }
        return false;
    }
}
