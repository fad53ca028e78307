package io.funclet.host.cli;

import io.funclet.host.Main;
import io.funclet.host.config.ConfigLoader;
import io.funclet.host.config.InvalidConfigException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;

/** What stands before the commands: the help, and the runtime itself. */
@Command(
        name = "funclet",
        description = {
            "A function runtime: serves functions, which are OSGi bundles in a directory, by gRPC.",
            "",
            "Without a command it is the runtime as openedge and baetyl start it, configured by -c, or by"
                    + " etc/baetyl/service.yml or etc/openedge/module.yml in the working directory, or by the"
                    + " environment that baetyl 2 sets. 'funclet serve' needs no configuration.",
            ""
        },
        synopsisHeading = "",
        customSynopsis = {"Usage: funclet [-c CONFIG]", "       funclet COMMAND ...", ""},
        optionListHeading = "Options:%n",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Environment of bin/funclet:",
            "  FUNCLET_JAVA_HOME  the Java installation to use, 17 or newer; else",
            "                     JAVA_HOME, else the newest one that is found",
            "  JAVA_OPTS          options for the JVM"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            ServeCommand.class,
            CallCommand.class,
            PsCommand.class,
            ExplainCommand.class,
            CheckCommand.class,
            LogLevelCommand.class,
            DemoCommand.class,
            ArchiveCommand.class,
            HelpCommand.class
        })
final class FuncletCommand implements Callable<Integer> {

    @Option(
            names = "-c",
            paramLabel = "CONFIG",
            description = "A JSON text of the configuration (openedge), or the path of a YAML file.")
    private String config;

    /** Reached by spellings such as {@code -cFILE}; the usual ones do not come here. */
    @Override
    public Integer call() throws InvalidConfigException {
        return Main.run(ConfigLoader.load(Optional.ofNullable(config), System.getenv()));
    }
}
