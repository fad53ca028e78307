package io.funclet.host.cli;

import io.funclet.host.cli.operator.ExplainCommand;
import io.funclet.host.config.ConfigFile;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.load.ServeConfig;
import io.funclet.host.control.OfflineJarCheck;
import io.funclet.host.storage.PrivateDirectory;
import io.funclet.proto.control.v1.ExplainReply;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        description =
                "Installs and resolves the jar in a framework of its own, needs no running runtime, and runs no code of the"
                        + " jar. Says which functions it brings, which packages it needs in which versions, and who would"
                        + " provide them. What an activator or a component does when it starts, only a runtime can tell.",
        exitCodeList = {"0:The jar would be deployed.", "1:The jar would be rejected or wait, or it cannot be read."},
        footer = {"  funclet check thermo-1.3.0.jar", "  funclet check thermo-1.3.0.jar --with functions/"})
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

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The configuration file of 'funclet serve' for the directory; without it, funclet.yml beside the"
                            + " directory of --with, if there is one.")
    private Path config;

    @Option(
            names = "--trust",
            paramLabel = "DIR",
            description = "A directory of certificates, public keys and lists, which says who must have signed the jar;"
                    + " in place of what the configuration file says.")
    private Path trust;

    @Option(names = "--json", description = "For programs: the tree as JSON; see docs/reference/control.md.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (directory != null && !Files.isDirectory(directory)) {
            throw absent(directory);
        }
        if (trust != null && !Files.isDirectory(trust)) {
            throw absent(trust);
        }
        Path served = directory == null && config != null ? jar.toAbsolutePath().getParent() : directory;
        Optional<ConfigFile.Reader<RuntimeConfig>> configuration = Optional.ofNullable(served)
                .map(code -> new ServeConfig(
                                code, Optional.ofNullable(config), Optional.empty(), Optional.empty(), System.getenv())
                        ::readForAnyDirectory);
        return check(
                spec.commandLine().getOut(),
                jar,
                Optional.ofNullable(directory),
                configuration,
                Optional.ofNullable(trust),
                json);
    }

    /** Checks a jar, prints what there is to say, and returns the exit status. */
    static int check(
            PrintWriter out,
            Path jar,
            Optional<Path> directory,
            Optional<ConfigFile.Reader<RuntimeConfig>> configuration,
            Optional<Path> trust,
            boolean json)
            throws IOException {
        ExplainReply.Builder checked = ExplainReply.newBuilder();
        PrivateDirectory work =
                PrivateDirectory.create(Path.of(System.getProperty("java.io.tmpdir")), "funclet-check-");
        try {
            checked.addExplanations(OfflineJarCheck.of(jar, directory, configuration, trust, work.path()));
        } finally {
            work.delete(null);
        }
        return ExplainCommand.print(out, checked.build(), json);
    }

    private static IOException absent(Path directory) {
        boolean hidden = !Files.exists(directory) && !Files.notExists(directory);
        return hidden
                ? new AccessDeniedException(directory.toString())
                : new IOException("there is no directory " + directory);
    }
}
