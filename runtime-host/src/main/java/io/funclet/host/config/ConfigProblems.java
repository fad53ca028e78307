package io.funclet.host.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects what is wrong while a configuration is read, and what is suspicious. After a problem its finder goes on with any
 * placeholder, so that the rest is checked too; {@link #throwIfAny} sees to it that no placeholder gets out. Of one thread.
 */
final class ConfigProblems {

    private static final int LONGEST_QUOTE = 120;

    private final String source;
    private final List<Finding> problems;
    private final List<Finding> suspicions;
    private final List<String> warnings;
    private LoggerConfig logger;

    /** @param source where the configuration came from, in words that an operator can act on */
    ConfigProblems(String source) {
        this(source, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    private ConfigProblems(String source, List<Finding> problems, List<Finding> suspicions, List<String> warnings) {
        this.source = printable(source);
        this.problems = problems;
        this.suspicions = suspicions;
        this.warnings = warnings;
    }

    /** What is found somewhere else, and belongs to the same report. */
    ConfigProblems from(String otherSource) {
        return new ConfigProblems(otherSource, problems, suspicions, warnings);
    }

    /**
     * Adds a problem.
     *
     * @param where the key, as {@link Document#at} or the name of a variable gives it
     * @param what what is wrong with it, and what was expected
     */
    void add(String where, String what) {
        problems.add(new Finding(source, located(where, what)));
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
        suspicions.add(new Finding(source, suspicion));
        warn(suspicion);
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

    /** What is in the source itself comes first, so that each source is named once. */
    private InvalidConfigException exception() {
        List<Finding> all = new ArrayList<>(problems);
        all.addAll(suspicions);
        all.sort(Comparator.comparing(finding -> !finding.source.equals(source)));
        StringBuilder message = new StringBuilder();
        String told = "";
        for (Finding finding : all) {
            message.append(message.isEmpty() ? "" : "; ");
            message.append(finding.source.equals(told) ? "" : finding.source + ": ");
            message.append(finding.text);
            told = finding.source;
        }
        List<String> texts = all.stream().map(Finding::text).toList();
        return new InvalidConfigException(message.toString(), texts, logger);
    }

    /** What has been found, and where. */
    private record Finding(String source, String text) {}

    static String quoted(String value) {
        return '"' + printable(value) + '"';
    }

    /** Keeps a report in one line of a sensible length, and shows what cannot be seen, whatever a value holds. */
    static String printable(String value) {
        StringBuilder line = new StringBuilder();
        value.codePoints().limit(LONGEST_QUOTE).forEach(c -> {
            boolean unseen =
                    Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || Character.getType(c) == Character.FORMAT;
            line.append(unseen ? String.format("\\u%04x", c) : Character.toString(c));
        });
        return value.codePointCount(0, value.length()) > LONGEST_QUOTE ? line + "..." : line.toString();
    }
}
