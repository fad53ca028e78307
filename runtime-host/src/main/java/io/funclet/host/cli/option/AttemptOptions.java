package io.funclet.host.cli.option;

import io.funclet.host.cli.status.ProtobufJson;
import io.funclet.host.cli.status.TimeFormat;
import io.funclet.host.cli.terminal.TerminalText;
import io.funclet.proto.control.v1.AttemptReply;
import io.funclet.proto.control.v1.Outcome;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Options of commands that start an attempt and wait for its outcome. */
public final class AttemptOptions {

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long to wait for the outcome, such as 30s (2m). The attempt itself goes on.")
    private Duration patience = Duration.ofMinutes(2);

    @Option(names = "--json", description = "For programs: the outcome as JSON; see docs/reference/control.md.")
    private boolean json;

    public Duration patience() {
        return patience;
    }

    /** Returns the exit status. */
    public int print(PrintWriter out, AttemptReply reply) {
        if (json) {
            out.println(ProtobufJson.of(reply));
        } else {
            reply.getOutcomesList().forEach(outcome -> out.println(TerminalText.inOneLine(line(outcome))));
        }
        return reply.getOutcomesList().stream().allMatch(AttemptOptions::isGood) ? 0 : 1;
    }

    private static boolean isGood(Outcome outcome) {
        return switch (outcome.getKind()) {
            case DEPLOYED, UPDATED, UNCHANGED -> true;
            case REMOVED, WAITING, REJECTED, KIND_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }

    private static String line(Outcome outcome) {
        String file = outcome.getFile() + (outcome.getBundle().isEmpty() ? "" : " (" + outcome.getBundle() + ")");
        String line = outcome.getKind() == Outcome.Kind.UNCHANGED
                ? file + " is taken as it stands"
                : outcome.getKind().name().toLowerCase(Locale.ROOT) + " " + file + " in "
                        + TimeFormat.time(outcome.getTook());
        return line
                + (outcome.getReason().isEmpty() ? "" : ": " + outcome.getReason())
                + (outcome.getRetried() ? "; it is tried again by itself" : "");
    }
}
