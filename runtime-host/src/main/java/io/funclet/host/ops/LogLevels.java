package io.funclet.host.ops;

import io.funclet.host.config.LoggerConfig;
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

    private volatile Level own;
    private volatile Level thirdParty;

    LogLevels(LoggerConfig.Level level) {
        for (int i = 0; i < thirdParties.length; i++) {
            thirdParties[i] = Logger.getLogger(THIRD_PARTIES[i]);
        }
        set(level);
    }

    synchronized void set(LoggerConfig.Level level) {
        own = switch (level) {
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARN -> Level.WARNING;
            case ERROR -> Level.SEVERE;
        };
        thirdParty = switch (level) {
            case DEBUG -> Level.INFO;
            case INFO, WARN -> Level.WARNING;
            case ERROR -> Level.SEVERE;
        };
        root.setLevel(own);
        for (Logger logger : thirdParties) {
            logger.setLevel(thirdParty);
        }
    }

    /**
     * Whether an event is to be logged.
     *
     * @param logger {@code null} for an anonymous logger
     */
    boolean accepts(String logger, Level level) {
        int value = level.intValue();
        return value >= own.intValue() && (value >= thirdParty.intValue() || !isThirdParty(logger));
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
