package io.funclet.host.cli;

import io.funclet.host.Main;
import io.funclet.host.config.ConfigLoader;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.ListenAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Serves a directory without a configuration. */
@Command(
        name = "serve",
        header = "Serve the functions of a directory.",
        description = {
            "",
            "Serves every function of the bundles in the directory, each under its own name, until it is stopped by"
                    + " SIGTERM or Ctrl-C. Bundles may be added, replaced and removed meanwhile; standard error says"
                    + " what is served.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ServeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The directory with the bundles (*.jar).")
    private Path directory;

    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            defaultValue = CallCommand.DEFAULT_ADDRESS,
            description = "Where to listen; ${DEFAULT-VALUE} unless told.")
    private ListenAddress address;

    @Override
    public Integer call() throws InvalidConfigException {
        return Main.run(ConfigLoader.open(directory, address));
    }
}
