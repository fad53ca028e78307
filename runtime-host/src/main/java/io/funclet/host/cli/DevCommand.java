package io.funclet.host.cli;

import io.funclet.host.cli.dev.DevSession;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.load.ServeConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Builds and serves a project, again after each change. */
@Command(
        name = "dev",
        header = "Develop functions: build, deploy and show calls, after each save.",
        description =
                "Watches the sources of a Maven project that uses bnd-maven-plugin, or of a directory of .java files without a"
                        + " build. After each change it compiles, makes the bundle, and updates the running functions; no call"
                        + " is lost. What does not compile changes nothing. It shows calls, lines of functions, and the lines"
                        + " of your sources where something failed. Needs a JDK.",
        exitCodeList = {
            "1:It could not start, or the runtime has ended.",
            "130:Ctrl-C has stopped it.",
            "143:SIGTERM has stopped it."
        },
        footer = {
            "  funclet dev                     the project in this directory",
            "  funclet dev thermo/ --address :8080",
            "  funclet dev thermo/ --debug     a debugger may connect to port 5005"
        })
final class DevCommand implements Callable<Integer> {

    static final String DEBUG_PORT = "5005";

    private static final int MOST_PORT = 65_535;

    /** {@code --debug DIR} has no port. */
    static final class DefaultPort implements IParameterPreprocessor {

        @Override
        public boolean preprocess(
                Stack<String> rest, CommandSpec command, ArgSpec option, Map<String, Object> information) {
            if (rest.isEmpty() || !rest.peek().matches("-?\\d+")) {
                rest.push(DEBUG_PORT);
            }
            return false;
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "DIR", defaultValue = ".", description = "The project; . unless told.")
    private Path directory;

    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            description = "Where functions are called; :PORT for all interfaces. Without it, what the file says, or "
                    + CallCommand.DEFAULT_ADDRESS + ".")
    private ListenAddress address;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file, as for 'funclet serve', instead of " + ServeConfig.FILE_NAME
                    + " in DIR. Each change takes effect at once.")
    private Path config;

    @Option(
            names = "--debug",
            arity = "0..1",
            preprocessor = DefaultPort.class,
            paramLabel = "PORT",
            description = "Let a debugger connect to this port of the loopback interface (JDWP), 0 for a free one;"
                    + " " + DEBUG_PORT + " without a number. Time limits of calls and starts are off.")
    private Integer debugPort;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (debugPort != null && (debugPort < 0 || debugPort > MOST_PORT)) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), "--debug: " + debugPort + " is no port (0 to " + MOST_PORT + ")");
        }
        OptionalInt port = debugPort == null ? OptionalInt.empty() : OptionalInt.of(debugPort);
        return new DevSession(
                        directory,
                        Optional.ofNullable(address),
                        Optional.ofNullable(config),
                        port,
                        spec.commandLine().getOut())
                .run();
    }
}
