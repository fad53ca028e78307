package io.funclet.host.cli.rollout;

import io.funclet.host.cli.client.ControlClient;
import io.funclet.host.cli.option.ControlOptions;
import io.funclet.host.cli.status.HistoryTable;
import io.funclet.host.cli.status.ProtobufJson;
import io.funclet.host.cli.terminal.Terminal;
import io.funclet.proto.control.v1.HistoryReply;
import io.funclet.proto.control.v1.HistoryRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how changes ended. */
@Command(
        name = "history",
        header = "Show what was deployed, taken back and removed, and why.",
        description =
                "The oldest change first. With update.observe or FUNCLET_STATE, changes of earlier processes are there, too."
                        + " Otherwise these are the last 50 of each code directory.",
        exitCodeList = {"0:The runtime has responded.", "1:No runtime responds."},
        footer = {"  funclet history", "  funclet history thermo --json"})
public final class HistoryCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME-or-JAR",
            defaultValue = "",
            description = "Only of a function, a bundle's symbolic name, or a jar, with or without its directory.")
    private String subject;

    @Option(names = "--json", description = "For programs: the changes as JSON; see docs/reference/control.md.")
    private boolean json;

    @Mixin
    private ControlOptions control;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (ControlClient runtime = control.connect()) {
            PrintWriter out = spec.commandLine().getOut();
            HistoryRequest request =
                    HistoryRequest.newBuilder().setSubject(subject).build();
            HistoryReply reply = runtime.ask(ControlClient.TIMEOUT, stub -> stub.history(request));
            if (json) {
                out.println(ProtobufJson.of(reply));
            } else if (reply.getChangesList().isEmpty()) {
                out.println("nothing has changed");
            } else {
                new HistoryTable(Terminal.standardOutput())
                        .lines(reply.getChangesList())
                        .forEach(out::println);
            }
            return 0;
        }
    }
}
