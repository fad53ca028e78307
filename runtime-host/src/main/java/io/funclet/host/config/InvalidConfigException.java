package io.funclet.host.config;

import io.funclet.host.config.source.ConfigProblems;
import java.util.List;
import java.util.Optional;

/**
 * Says everything that is wrong with a configuration, at once, so that an operator needs one attempt to mend it
 * (contract, section 4: a bad configuration is one clear line).
 */
public final class InvalidConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;
    private final transient LoggerConfig logger;

    private InvalidConfigException(ConfigProblems problems, LoggerConfig logger) {
        super(problems.message());
        this.problems = problems.texts();
        this.logger = logger;
    }

    /** @param logger where the report can be logged; {@code null} if it is not known */
    public static void throwIfAny(ConfigProblems problems, LoggerConfig logger) throws InvalidConfigException {
        if (problems.count() > 0) {
            throw new InvalidConfigException(problems, logger);
        }
    }

    /** Makes the exception for a problem beside which all others are meaningless. */
    public static InvalidConfigException fatal(ConfigProblems problems, String what) {
        problems.add("", what);
        return new InvalidConfigException(problems, null);
    }

    /**
     * Where to log, as this configuration says, wrong as the rest of it is.
     *
     * @return empty if the section was not reached, or is among what is wrong
     */
    public Optional<LoggerConfig> logger() {
        return Optional.ofNullable(logger);
    }

    /**
     * Gives each problem by itself; {@link #getMessage()} has them all in one line, after where the configuration came
     * from.
     *
     * @return at least one text without line breaks, which names the key, its value and what was expected; at the end, what
     *     is not wrong but suspicious
     */
    public List<String> problems() {
        return problems;
    }
}
