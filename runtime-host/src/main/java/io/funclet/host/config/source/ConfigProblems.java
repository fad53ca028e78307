package io.funclet.host.config.source;

import io.funclet.host.config.text.PrintableText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects what is wrong while a configuration is read, and what is suspicious. After a problem its finder goes on with any
 * placeholder, so that the rest is checked too; an exception at the end sees to it that no placeholder gets out. Of one thread.
 */
public final class ConfigProblems {

    private final String source;
    private final List<Finding> problems;
    private final List<Finding> suspicions;
    private final List<String> warnings;

    /** @param source where the configuration came from, in words that an operator can act on */
    public ConfigProblems(String source) {
        this(source, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    private ConfigProblems(String source, List<Finding> problems, List<Finding> suspicions, List<String> warnings) {
        this.source = PrintableText.printable(source);
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
    public void add(String where, String what) {
        problems.add(new Finding(source, located(where, what)));
    }

    private static String located(String where, String what) {
        return where.isEmpty() ? what : where + ": " + what;
    }

    /**
     * Adds what can be done as it is told, but was probably not meant so: a warning. If the start fails, it is said beside
     * the problems, because it may be their cause.
     */
    public void suspect(String where, String what) {
        String suspicion = located(where, what);
        suspicions.add(new Finding(source, suspicion));
        warn(suspicion);
    }

    /** Adds what is worth a line in the log of whatever starts, and not worth a word if it does not start. */
    public void warn(String what) {
        warnings.add(source + ": " + what);
    }

    /** What is to be said in the log, a line each. */
    public List<String> warnings() {
        return warnings;
    }

    /** How many problems there are so far. */
    public int count() {
        return problems.size();
    }

    /** All problems in one line, after where they are. */
    public String message() {
        StringBuilder message = new StringBuilder();
        String told = "";
        for (Finding finding : all()) {
            message.append(message.isEmpty() ? "" : "; ");
            message.append(finding.source.equals(told) ? "" : finding.source + ": ");
            message.append(finding.text);
            told = finding.source;
        }
        return message.toString();
    }

    /** Each problem by itself; at the end, what is suspicious. */
    public List<String> texts() {
        return all().stream().map(Finding::text).toList();
    }

    /** What is in the source itself comes first, so that each source is named once. */
    private List<Finding> all() {
        List<Finding> all = new ArrayList<>(problems);
        all.addAll(suspicions);
        all.sort(Comparator.comparing(finding -> !finding.source.equals(source)));
        return all;
    }

    /** What has been found, and where. */
    private record Finding(String source, String text) {}
}
