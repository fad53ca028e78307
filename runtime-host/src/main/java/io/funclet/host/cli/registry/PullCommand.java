package io.funclet.host.cli.registry;

import io.funclet.host.cli.oci.model.ArtifactReference;
import io.funclet.host.cli.terminal.TerminalText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings jars from a registry to a code directory. */
@Command(
        name = "pull",
        header = "Bring jars from a registry to a code directory.",
        description =
                "Takes the jars of an OCI artifact: its layers whose title ends with .jar. Checks each by its digest, and"
                        + " changes all files or none. Jars that the former version has brought, and this one has not, are"
                        + " removed. Logins are those of docker, podman and skopeo. Needs no running runtime.",
        exitCodeList = {
            "0:The directory has the jars.",
            "1:It failed, and the directory is as it was.",
            "130:Ctrl-C has stopped it.",
            "143:SIGTERM has stopped it."
        },
        footer = {
            "  funclet pull oci://registry.example/functions:1.4.0 functions/",
            "  funclet pull oci://registry.example/functions:stable functions/ --watch",
            "  funclet pull oci-archive:/media/usb/functions.tar functions/"
        })
public final class PullCommand implements Callable<Integer> {

    private static final String DEFAULT_INTERVAL = "1m";

    /** {@code --watch DIR} has no interval. */
    static final class DefaultInterval implements IParameterPreprocessor {

        @Override
        public boolean preprocess(
                Stack<String> rest, CommandSpec command, ArgSpec option, Map<String, Object> information) {
            if (rest.isEmpty() || !rest.peek().matches("\\d+[a-z]+")) {
                rest.push(DEFAULT_INTERVAL);
            }
            return false;
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "REFERENCE", description = "The artifact: " + RegistryOptions.REFERENCE + ".")
    private String reference;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The code directory; . unless told.")
    private Path directory;

    @Option(
            names = "--watch",
            arity = "0..1",
            preprocessor = DefaultInterval.class,
            paramLabel = "INTERVAL",
            description = "Go on, look at the tag so often (" + DEFAULT_INTERVAL
                    + "), and pull when it means something else. Failures are" + " logged, and end nothing.")
    private Duration interval;

    @Option(
            names = "--set",
            paramLabel = "NAME",
            description =
                    "The name by which the jars are remembered; REFERENCE without tag and digest unless told. A pull of"
                            + " the same name replaces them.")
    private String set;

    @Option(names = "--force", description = "Replace jars that were not pulled, or were changed since.")
    private boolean force;

    @Mixin
    private RegistryOptions registry;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ArtifactReference artifact = RegistryOptions.reference(spec.commandLine(), reference);
        if (artifact.transport() == ArtifactReference.Transport.REGISTRY
                && artifact.tag().isEmpty()
                && artifact.digest().isEmpty()) {
            throw new ParameterException(spec.commandLine(), reference + " has neither a tag nor a digest");
        }
        if (interval != null && artifact.digest().isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--watch: what a digest means never changes; leave out the digest");
        }
        ArtifactPull pull = new ArtifactPull(artifact, directory, set == null ? artifact.name() : set, force);
        PrintWriter out = spec.commandLine().getOut();
        if (interval != null) {
            registry.access(); // A wrong option ends the command.
            new TagWatch(pull, registry::access, interval, line -> out.println(TerminalText.inOneLine(line))).run();
            return 1;
        }
        ArtifactPull.Outcome outcome = pull.run(registry.access());
        out.println("pulled " + artifact.name() + "@" + outcome.digest());
        Stream.of(outcome.changes(), outcome.unchanged(), outcome.leftOut())
                .flatMap(List::stream)
                .forEach(file -> out.println("  " + TerminalText.inOneLine(file)));
        return 0;
    }
}
