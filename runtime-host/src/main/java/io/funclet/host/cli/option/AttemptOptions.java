package io.funclet.host.cli.option;

import io.funclet.host.cli.client.ControlClient;
import io.funclet.host.cli.status.ProtobufJson;
import io.funclet.host.cli.status.TimeFormat;
import io.funclet.host.cli.terminal.TerminalText;
import io.funclet.proto.control.v1.AttemptReply;
import io.funclet.proto.control.v1.AttemptRequest;
import io.funclet.proto.control.v1.ControlGrpc.ControlBlockingStub;
import io.funclet.proto.control.v1.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of commands that start an attempt and wait for its outcome. */
public final class AttemptOptions {

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long to wait for the outcome, such as 30s (2m). The attempt itself goes on.")
    private Duration patience = Duration.ofMinutes(2);

    @Option(names = "--json", description = "For programs: the outcome as JSON; see docs/reference/control.md.")
    private boolean json;

    @Mixin
    private ControlOptions control;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Asks a runtime for an attempt, prints its outcomes, and returns the exit status. */
    public int run(String subject, BiFunction<ControlBlockingStub, AttemptRequest, AttemptReply> attempt)
            throws IOException {
        AttemptRequest request = AttemptRequest.newBuilder().setSubject(subject).build();
        return run(stub -> attempt.apply(stub, request));
    }

    /** The same by any request. */
    public int run(Function<ControlBlockingStub, AttemptReply> attempt) throws IOException {
        try (ControlClient runtime = control.connect()) {
            AttemptReply reply = runtime.ask(patience, attempt);
            PrintWriter out = command.commandLine().getOut();
            if (json) {
                out.println(ProtobufJson.of(reply));
            } else {
                reply.getOutcomesList().forEach(outcome -> out.println(TerminalText.inOneLine(line(outcome))));
            }
            return reply.getOutcomesList().stream().allMatch(AttemptOptions::isGood) ? 0 : 1;
        }
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
