package io.funclet.host.cli;

import io.funclet.proto.control.v1.ControlGrpc;
import io.funclet.proto.control.v1.ExplainReply;
import io.funclet.proto.control.v1.ExplainRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says why something runs, or does not. */
@Command(
        name = "explain",
        header = "Say why something runs, or does not.",
        description = {
            "",
            "Asks a running runtime about a function, a bundle or a jar, and writes what it knows as a tree: each line"
                    + " says why the one above it is so.",
            "",
            "Exit status: 0 if all is as it should be, 1 if something is wrong or nothing is known, 2 for wrong"
                    + " arguments.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ExplainCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "NAME-or-JAR",
            description = "A function, as callers or its bundle name it; a bundle's symbolic name; a jar in a code"
                    + " directory.")
    private String subject;

    @Option(names = "--json", description = "For programs: the tree as JSON; see docs/control.md.")
    private boolean json;

    @Mixin
    private ControlOptions control;

    @Override
    public Integer call() throws IOException {
        try (Connection connection = control.connect()) {
            ExplainReply reply = ControlGrpc.newBlockingStub(connection.channel())
                    .withDeadlineAfter(PsCommand.TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .explain(ExplainRequest.newBuilder()
                            .setSubject(absolute(subject))
                            .build());
            if (json) {
                System.out.println(MessageJson.of(reply));
            } else {
                new Tree(Terminal.standardOutput().hasColours())
                        .lines(reply.getExplanationsList())
                        .forEach(System.out::println);
            }
            return Tree.isAllWell(reply.getExplanationsList()) ? 0 : 1;
        }
    }

    /** A path is relative to this process's directory, not to the runtime's. */
    private static String absolute(String subject) {
        try {
            boolean isPath = subject.contains("/") && Files.exists(Path.of(subject));
            return isPath ? Path.of(subject).toAbsolutePath().normalize().toString() : subject;
        } catch (InvalidPathException isName) {
            return subject;
        }
    }
}
