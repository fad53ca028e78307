package io.funclet.host.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong while a configuration is read, and what is suspicious. After a problem its finder goes on with any
 * placeholder, so that the rest is checked too; {@link #throwIfAny} sees to it that no placeholder gets out. Of one thread.
 */
final class ConfigProblems {

    private static final int LONGEST_QUOTE = 120;

    private final String source;
    private final List<String> problems = new ArrayList<>();
    private final List<String> suspicions = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
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
        problems.add(located(where, what));
    }

    private static String located(String where, String what) {
        return where.isEmpty() ? what : where + ": " + what;
    }

    /**
     * Adds what can be done as it is told, but was probably not meant so: a warning. If the start fails, it is said beside
     * the problems, because it may be their cause.
     */
    void suspect(String where, String what) {
        String suspicion = located(where, what);
        suspicions.add(suspicion);
        warn(suspicion);
    }

    /** Adds the same of something that does not come from this source. */
    void suspectOutside(String what) {
        suspicions.add(what);
        warnings.add(what);
    }

    /** Adds what is worth a line in the log of whatever starts, and not worth a word if it does not start. */
    void warn(String what) {
        warnings.add(source + ": " + what);
    }

    /** What is to be said in the log, a line each. */
    List<String> warnings() {
        return warnings;
    }

    /** How many problems there are so far. */
    int count() {
        return problems.size();
    }

    /** Says where the report can be logged. */
    void logBy(LoggerConfig config) {
        logger = config;
    }

    void throwIfAny() throws InvalidConfigException {
        if (!problems.isEmpty()) {
            throw exception();
        }
    }

    /** Makes the exception for a problem beside which all others are meaningless. */
    InvalidConfigException fatal(String what) {
        add("", what);
        return exception();
    }

    private InvalidConfigException exception() {
        List<String> all = new ArrayList<>(problems);
        all.addAll(suspicions);
        return new InvalidConfigException(source, all, logger);
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
