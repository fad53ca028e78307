package io.funclet.host.cli;

import io.funclet.host.config.HttpConfig;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.load.ServeConfig;
import io.funclet.host.config.source.FuncletVariable;
import io.funclet.host.config.text.PrintableText;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Serves a directory. */
@Command(
        name = "serve",
        header = "Serve the functions of a directory.",
        description =
                "Serves every function of the bundles in the directory, each under its own name, until it is stopped."
                        + " Bundles may be added, replaced and removed meanwhile; standard error says"
                        + " what is served. The file funclet.yml beside the directory, if there is one, has the address,"
                        + " TLS, limits, the log, and the settings of functions. The environment is read as by the runtime"
                        + " without a command: see 'funclet --help'.",
        exitCodeList = {
            "0:It was stopped by SIGTERM or SIGINT (Ctrl-C).",
            "1:It could not start, for example because the directory is missing or the address is in use.",
            "3:Its memory was exhausted."
        },
        footer = {
            "  funclet serve functions/                      with funclet.yml, if it is here",
            "  funclet serve functions/ --address :8080      on all interfaces",
            "  funclet serve functions/ --name gate          one of several",
            "  funclet serve functions/ --http 9090          also POST /functions/NAME",
            "  FUNCLET_HTTP=9090 funclet serve functions/    with metrics and a status page"
        })
final class ServeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FuncletCommand funclet;

    @Parameters(paramLabel = "DIR", description = "The directory with the bundles (*.jar).")
    private Path directory;

    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            description = "Where to listen; :PORT for all interfaces. Without it, what the file says, or "
                    + CallCommand.DEFAULT_ADDRESS + ".")
    private ListenAddress address;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "The name of this runtime, in its log and for 'funclet ps'. Without it, what the file says, or "
                            + RuntimeConfig.DEFAULT_NAME + ".")
    private String name;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The file, instead of " + ServeConfig.FILE_NAME + " in the parent of the directory; see"
                    + " docs/reference/configuration.md.")
    private Path config;

    @Option(
            names = "--http",
            paramLabel = "PORT|HOST:PORT",
            description = "Where to take calls by HTTP, too, and to serve metrics and a status page. The same as"
                    + " FUNCLET_HTTP with FUNCLET_HTTP_CALLS=on. A port alone is one of this machine.")
    private String http;

    @Override
    public Integer call() throws InvalidConfigException {
        ServeConfig served = new ServeConfig(
                directory,
                Optional.ofNullable(config),
                Optional.ofNullable(address),
                Optional.ofNullable(name),
                variables());
        return funclet.run(served.read());
    }

    private Map<String, String> variables() {
        if (http == null) {
            return System.getenv();
        }
        try {
            HttpConfig.address(http);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(
                    spec.commandLine(), "--http: " + PrintableText.quoted(http) + " " + wrong.getMessage());
        }
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put(FuncletVariable.HTTP.toString(), http);
        variables.put(FuncletVariable.HTTP_CALLS.toString(), "on");
        return variables;
    }
}
