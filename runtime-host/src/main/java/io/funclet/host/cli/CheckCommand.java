package io.funclet.host.cli;

import io.funclet.host.cli.status.ProtobufJson;
import io.funclet.host.cli.terminal.Terminal;
import io.funclet.host.cli.terminal.TextTree;
import io.funclet.host.control.OfflineJarCheck;
import io.funclet.host.storage.TemporaryDirectory;
import io.funclet.proto.control.v1.ExplainReply;
import io.funclet.proto.control.v1.Explanation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a jar before its deployment. */
@Command(
        name = "check",
        header = "Check a jar before its deployment.",
        description = {
            "",
            "Installs and resolves the jar in a framework of its own, needs no running runtime, and runs no code of the"
                    + " jar. Says which functions it brings, which packages it needs in which versions, and who would"
                    + " provide them. What an activator or a component does when it starts, only a runtime can tell.",
            ""
        },
        exitCodeList = {
            "0:The jar would be deployed.",
            "1:The jar would be rejected or wait, or it cannot be read.",
            "2:The arguments are wrong."
        },
        footer = {"  funclet check thermo-1.3.0.jar", "  funclet check thermo-1.3.0.jar --with functions/"},
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "JAR", description = "The jar.")
    private Path jar;

    @Option(
            names = "--with",
            paramLabel = "DIR",
            description = "The code directory that it is meant for: its other jars may provide what it needs. A jar of"
                    + " the same file name there is replaced.")
    private Path directory;

    @Option(names = "--json", description = "For programs: the tree as JSON; see docs/reference/control.md.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (directory != null && !Files.isDirectory(directory)) {
            throw absent(directory);
        }
        List<Explanation> checked;
        try (TemporaryDirectory temporaryDirectory = TemporaryDirectory.create("check")) {
            checked = List.of(OfflineJarCheck.of(jar, Optional.ofNullable(directory), temporaryDirectory.directory()));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(ProtobufJson.of(
                    ExplainReply.newBuilder().addAllExplanations(checked).build()));
        } else {
            new TextTree(Terminal.standardOutput().hasColours()).lines(checked).forEach(out::println);
        }
        return checked.get(0).getTone() == Explanation.Tone.GOOD ? 0 : 1;
    }

    private static IOException absent(Path directory) {
        boolean hidden = !Files.exists(directory) && !Files.notExists(directory);
        return hidden
                ? new AccessDeniedException(directory.toString())
                : new IOException("there is no directory " + directory);
    }
}
