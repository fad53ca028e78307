package io.funclet.host.cli.dev;

import io.funclet.host.cli.terminal.AnsiColor;
import io.funclet.proto.control.v1.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows how deployments end.
 *
 * @param base the project
 */
record OutcomeView(DevTerminal terminal, Path base) {

    private static final Pattern MISSING = Pattern.compile("imports package ([\\w.]+)");

    /**
     * Shows one.
     *
     * @param sources all of the project
     * @param times how long it took, in words
     */
    void show(Outcome outcome, Collection<Path> sources, String times) throws IOException {
        switch (outcome.getKind()) {
            // Unchanged is what the runtime itself has found just before.
            case DEPLOYED, UPDATED, UNCHANGED -> {
                String names = String.join(", ", outcome.getFunctionsList());
                terminal.event(AnsiColor.GOOD, times + (names.isEmpty() ? "" : ": " + names));
                if (!outcome.getReason().isEmpty()) {
                    terminal.details(AnsiColor.CARE, List.of(outcome.getReason()));
                }
            }
            default -> {
                terminal.event(
                        AnsiColor.BAD,
                        "is " + outcome.getKind().name().toLowerCase(Locale.ROOT)
                                + "; a former version goes on if there is one");
                terminal.details(AnsiColor.NONE, List.of(outcome.getReason()));
                Matcher missing = MISSING.matcher(outcome.getReason());
                if (missing.find()) {
                    terminal.details(AnsiColor.NONE, SourceLines.find(sources, base, missing.group(1)));
                }
            }
        }
    }
}
