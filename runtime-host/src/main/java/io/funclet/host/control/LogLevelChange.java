package io.funclet.host.control;

import io.funclet.host.config.LoggerConfig;
import io.funclet.host.log.LogContext;
import io.funclet.host.log.output.RuntimeLog;
import io.funclet.proto.control.v1.SetLogLevelRequest;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A change of log levels that an operator has asked for. The log says so. */
final class LogLevelChange {

    private static final Logger LOG = Logger.getLogger(LogLevelChange.class.getName());

    private LogLevelChange() {}

    /** {@code null} if a request names none that is known. */
    static LoggerConfig.Level level(SetLogLevelRequest.Level level) {
        return switch (level) {
            case DEBUG, INFO, WARN, ERROR -> LoggerConfig.Level.valueOf(level.name());
            case LEVEL_UNSPECIFIED, UNRECOGNIZED -> null;
        };
    }

    static void ofFunction(RuntimeLog log, String function, LoggerConfig.Level level) {
        new LogContext(function, "", "")
                .log(LOG, Level.INFO, "log level of function " + function + " is " + word(level) + " from now on");
        log.setLevel(function, level);
    }

    static void ofRuntime(RuntimeLog log, LoggerConfig.Level level) {
        // Before or after: the line must pass at the old or the new level.
        boolean said = LOG.isLoggable(Level.INFO);
        LOG.log(Level.INFO, "log level is {0} from now on", word(level));
        log.setLevel(level);
        if (!said) {
            LOG.log(Level.INFO, "log level is {0} from now on", word(level));
        }
    }

    private static String word(LoggerConfig.Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
