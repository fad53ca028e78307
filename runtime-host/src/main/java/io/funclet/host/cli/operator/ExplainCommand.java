package io.funclet.host.cli.operator;

import io.funclet.host.cli.client.ControlClient;
import io.funclet.host.cli.option.ControlOptions;
import io.funclet.host.cli.option.SubjectArgument;
import io.funclet.host.cli.status.ProtobufJson;
import io.funclet.host.cli.terminal.Terminal;
import io.funclet.host.cli.terminal.TextTree;
import io.funclet.proto.control.v1.ExplainReply;
import io.funclet.proto.control.v1.ExplainRequest;
import io.funclet.proto.control.v1.Explanation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Explains why something runs, or does not. */
@Command(
        name = "explain",
        header = "Explain why something runs, or does not.",
        description =
                "Asks a running runtime about a function, a bundle or a jar, and writes what it knows as a tree: each line"
                        + " says why the one above it is so.",
        exitCodeList = {"0:All is well.", "1:Something is wrong or unknown, or no runtime responds."},
        footer = {
            "  funclet explain sayhi",
            "  funclet explain com.example.thermo",
            "  funclet explain functions/thermo.jar --json"
        })
public final class ExplainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SubjectArgument subject;

    @Option(names = "--json", description = "For programs: the tree as JSON; see docs/reference/control.md.")
    private boolean json;

    @Mixin
    private ControlOptions control;

    @Override
    public Integer call() throws IOException {
        try (ControlClient runtime = control.connect()) {
            ExplainRequest request =
                    ExplainRequest.newBuilder().setSubject(subject.absolute()).build();
            ExplainReply reply = runtime.ask(ControlClient.TIMEOUT, stub -> stub.explain(request));
            return print(spec.commandLine().getOut(), reply, json);
        }
    }

    /** Prints trees, and returns the exit status. */
    public static int print(PrintWriter out, ExplainReply reply, boolean json) {
        List<Explanation> trees = reply.getExplanationsList();
        if (json) {
            out.println(ProtobufJson.of(reply));
        } else {
            new TextTree(Terminal.standardOutput().hasColours()).lines(trees).forEach(out::println);
        }
        return trees.stream().anyMatch(tree -> tree.getTone() == Explanation.Tone.BAD) ? 1 : 0;
    }
}
