package io.funclet.host.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong while a configuration is read. After a problem its finder goes on with any placeholder, so that
 * the rest is checked too; {@link #throwIfAny} sees to it that no placeholder gets out. Of one thread.
 */
final class ConfigProblems {

    private static final int LONGEST_QUOTE = 120;

    private final String source;
    private final List<String> problems = new ArrayList<>();
    private LoggerConfig logger;

    /** @param source where the configuration came from, in words that an operator can act on */
    ConfigProblems(String source) {
        this.source = printable(source);
    }

    /**
     * Adds a problem.
     *
     * @param where the key, as {@link Document#at} or the name of a variable gives it
     * @param what what is wrong with it, and what was expected
     */
    void add(String where, String what) {
        problems.add(where.isEmpty() ? what : where + ": " + what);
    }

    /** How many there are so far. */
    int count() {
        return problems.size();
    }

    /** Says where the report can be logged. */
    void logBy(LoggerConfig config) {
        logger = config;
    }

    void throwIfAny() throws InvalidConfigException {
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(source, problems, logger);
        }
    }

    /** Makes the exception for a problem beside which all others are meaningless. */
    InvalidConfigException fatal(String what) {
        add("", what);
        return new InvalidConfigException(source, problems, logger);
    }

    String source() {
        return source;
    }

    static String quoted(String value) {
        return '"' + printable(value) + '"';
    }

    /** Keeps a report in one line of a sensible length, whatever a value holds. */
    static String printable(String value) {
        StringBuilder line = new StringBuilder();
        value.codePoints().limit(LONGEST_QUOTE).forEach(c -> {
            boolean breaksLine = Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
            line.append(breaksLine ? String.format("\\u%04x", c) : Character.toString(c));
        });
        return value.codePointCount(0, value.length()) > LONGEST_QUOTE ? line + "..." : line.toString();
    }
}
