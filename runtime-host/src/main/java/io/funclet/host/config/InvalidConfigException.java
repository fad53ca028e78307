package io.funclet.host.config;

import io.funclet.host.config.source.ConfigProblems;
import java.util.List;
import java.util.Optional;

/**
 * Reports all problems of a configuration at once, so that an operator can fix them in one attempt (contract, section
 * 4: a bad configuration is one clear line).
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

    /** @param logger where to log the report; {@code null} if unknown */
    public static void throwIfAny(ConfigProblems problems, LoggerConfig logger) throws InvalidConfigException {
        if (problems.count() > 0) {
            throw new InvalidConfigException(problems, logger);
        }
    }

    /** Makes the exception for a problem that hides all others. */
    public static InvalidConfigException fatal(ConfigProblems problems, String what) {
        problems.add("", what);
        return new InvalidConfigException(problems, null);
    }

    /** Where to log, by the valid part of this configuration; empty if the section was not read, or is wrong. */
    public Optional<LoggerConfig> logger() {
        return Optional.ofNullable(logger);
    }

    /**
     * Each problem by itself, a text without line breaks; warnings come last. The message has all, after their source.
     */
    public List<String> problems() {
        return problems;
    }
}
