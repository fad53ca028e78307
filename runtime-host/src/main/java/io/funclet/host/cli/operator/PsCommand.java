package io.funclet.host.cli.operator;

import io.funclet.host.cli.client.ControlClient;
import io.funclet.host.cli.option.ControlOptions;
import io.funclet.host.cli.status.ProtobufJson;
import io.funclet.host.cli.status.StatusTables;
import io.funclet.host.cli.terminal.Terminal;
import io.funclet.proto.control.v1.StatusReply;
import io.funclet.proto.control.v1.StatusRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what a running runtime serves. */
@Command(
        name = "ps",
        header = "Show what a running runtime serves, and how well.",
        description = {
            "A line for each function:",
            "  VERSION        which one serves, or absent; then the line ends with why",
            "  CALLS, ERRORS  since the start of the process, and how many of them failed",
            "  P50, P99       within which time half, and 99 of 100, ended",
            "  RUN, WAIT      how many run and wait now; 3/16 where 16 is the limit",
            "  FROM           the jar of the version that serves",
            "and, where there are any, how many were rejected at a limit, and how many went on although their time was"
                    + " over. While little memory is free, a line for each function that uses it. Then a line for each jar:"
                    + " its bundle, what has become of it, how its last change ended, and why, if it was rejected or"
                    + " waits.",
            "",
            "On a terminal, lines are as wide as it is, or as COLUMNS says; what does not fit goes on in the next one."
                    + " Elsewhere each function and each jar has one line."
        },
        exitCodeList = {"0:The runtime has responded, even if not all functions are served.", "1:No runtime responds."},
        footer = {"  funclet ps", "  funclet ps --control 4711 --json"})
public final class PsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "For programs: all that is known, as JSON; see docs/reference/control.md.")
    private boolean json;

    @Mixin
    private ControlOptions control;

    @Override
    public Integer call() throws IOException {
        try (ControlClient runtime = control.connect()) {
            PrintWriter out = spec.commandLine().getOut();
            StatusReply status =
                    runtime.ask(ControlClient.TIMEOUT, stub -> stub.status(StatusRequest.getDefaultInstance()));
            if (json) {
                out.println(ProtobufJson.of(status));
            } else {
                new StatusTables(status, Terminal.standardOutput()).lines().forEach(out::println);
            }
            return 0;
        }
    }
}
