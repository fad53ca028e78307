package io.funclet.host.config.source;

import io.funclet.host.config.text.PrintableText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects problems and warnings while a configuration is read. After a problem, reading goes on with a placeholder, so
 * that the rest is checked, too; an exception at the end keeps placeholders inside. Single-threaded.
 */
public final class ConfigProblems {

    private final String source;
    private final List<Finding> problems;
    private final List<Finding> suspicions;
    private final List<String> warnings;

    public ConfigProblems(String source) {
        this(source, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    private ConfigProblems(String source, List<Finding> problems, List<Finding> suspicions, List<String> warnings) {
        this.source = PrintableText.printable(source);
        this.problems = problems;
        this.suspicions = suspicions;
        this.warnings = warnings;
    }

    /** The file, or what else it is that is read. */
    public String source() {
        return source;
    }

    /** A collector for another source, in the same report. */
    public ConfigProblems from(String otherSource) {
        return new ConfigProblems(otherSource, problems, suspicions, warnings);
    }

    /**
     * @param where the key from {@link Document#at}, or the name of a variable
     * @param what the problem, and what was expected
     */
    public void add(String where, String what) {
        problems.add(new Finding(source, located(where, what)));
    }

    private static String located(String where, String what) {
        return where.isEmpty() ? what : where + ": " + what;
    }

    /**
     * Adds a warning about a valid value that is probably a mistake. If the start fails, the report includes it,
     * because it may be the cause.
     */
    public void suspect(String where, String what) {
        String suspicion = located(where, what);
        suspicions.add(new Finding(source, suspicion));
        warn(suspicion);
    }

    /** Adds a line for the log of a process that starts. Not part of a failure report. */
    public void warn(String what) {
        warnings.add(source + ": " + what);
    }

    public List<String> warnings() {
        return warnings;
    }

    public int count() {
        return problems.size();
    }

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

    /** Each problem by itself; warnings come last. */
    public List<String> texts() {
        return all().stream().map(Finding::text).toList();
    }

    /** Problems of the source itself come first, so that each source is named once. */
    private List<Finding> all() {
        List<Finding> all = new ArrayList<>(problems);
        all.addAll(suspicions);
        all.sort(Comparator.comparing(finding -> !finding.source.equals(source)));
        return all;
    }

    private record Finding(String source, String text) {}
}
