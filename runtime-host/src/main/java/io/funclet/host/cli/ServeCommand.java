package io.funclet.host.cli;

import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.load.ConfigLoader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Serves a directory without a configuration. */
@Command(
        name = "serve",
        header = "Serve the functions of a directory.",
        description =
                "Serves every function of the bundles in the directory, each under its own name, until it is stopped."
                        + " Bundles may be added, replaced and removed meanwhile; standard error says"
                        + " what is served. It has no TLS, a call may take 30 s, and the environment is read as by the runtime"
                        + " without a command: see 'funclet --help'.",
        exitCodeList = {
            "0:It was stopped by SIGTERM or SIGINT (Ctrl-C).",
            "1:It could not start, for example because the directory is missing or the address is in use.",
            "3:Its memory was exhausted."
        },
        footer = {
            "  funclet serve functions/",
            "  funclet serve functions/ --address :8080      on all interfaces",
            "  funclet serve functions/ --name gate          one of several",
            "  FUNCLET_HTTP=9090 funclet serve functions/    with metrics and a status page"
        })
final class ServeCommand implements Callable<Integer> {

    @ParentCommand
    private FuncletCommand funclet;

    @Parameters(paramLabel = "DIR", description = "The directory with the bundles (*.jar).")
    private Path directory;

    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            defaultValue = CallCommand.DEFAULT_ADDRESS,
            description = "Where to listen; :PORT for all interfaces; ${DEFAULT-VALUE} unless told.")
    private ListenAddress address;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = RuntimeConfig.DEFAULT_NAME,
            description = "The name of this runtime, in its log and for 'funclet ps'; ${DEFAULT-VALUE} unless told.")
    private String name;

    @Override
    public Integer call() throws InvalidConfigException {
        return funclet.run(ConfigLoader.open(directory, address, name, System.getenv()));
    }
}
