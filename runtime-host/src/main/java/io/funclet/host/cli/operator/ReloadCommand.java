package io.funclet.host.cli.operator;

import io.funclet.host.cli.client.ControlClient;
import io.funclet.host.cli.option.ControlOptions;
import io.funclet.host.cli.status.ProtobufJson;
import io.funclet.host.cli.status.ReloadText;
import io.funclet.proto.control.v1.ReloadReply;
import io.funclet.proto.control.v1.ReloadRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Has a running runtime read its configuration again. */
@Command(
        name = "reload",
        header = "Read the configuration again, without a restart.",
        description =
                "Adds and removes functions, and changes limits, the log level and certificates. No call is lost. Says what has"
                        + " changed, and what needs a restart. If anything in the configuration is wrong, nothing changes. The"
                        + " environment stays that of the start.",
        exitCodeList = {
            "0:The configuration is in force, but for what needs a restart.",
            "1:It is wrong and nothing has changed, or no runtime responds."
        },
        footer = {"  funclet reload", "  funclet reload --json"})
public final class ReloadCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Option(names = "--json", description = "For programs: the result as JSON; see docs/reference/control.md.")
    private boolean json;

    @Mixin
    private ControlOptions control;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (ControlClient runtime = control.connect()) {
            ReloadReply reply = runtime.ask(PATIENCE, stub -> stub.reload(ReloadRequest.getDefaultInstance()));
            if (json) {
                spec.commandLine().getOut().println(ProtobufJson.of(reply));
            } else if (reply.getProblem().isEmpty()) {
                ReloadText.lines(reply).forEach(spec.commandLine().getOut()::println);
            } else {
                throw new IOException("nothing has changed: " + reply.getProblem());
            }
            return reply.getProblem().isEmpty() ? 0 : 1;
        }
    }
}
