package io.funclet.host.cli;

import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.load.ConfigLoader;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The help for all commands, and the runtime itself. */
@Command(
        name = "funclet",
        description = {
            "A function runtime: serves functions, which are OSGi bundles in a directory, by gRPC.",
            "",
            "Without a command it is the runtime as openedge and baetyl start it. It takes the first configuration that there"
                    + " is; paths begin at the working directory:",
            "  -c '{...}'                 JSON, from openedge 0.1.0 and 0.1.1",
            "  BAETYL_RUN_MODE            set by baetyl 2: -c FILE, else the file that",
            "                             BAETYL_CONF_FILE names, else",
            "                             etc/baetyl/conf.yml, which may be missing",
            "  -c FILE                    YAML for any of the following",
            "  etc/baetyl/service.yml     baetyl 0.1.6 to 1.x",
            "  etc/openedge/service.yml   openedge 0.1.2 to 0.1.5",
            "  etc/openedge/module.yml    openedge 0.1.0 and 0.1.1",
            "'funclet serve' needs none, and reads funclet.yml.",
            ""
        },
        synopsisHeading = "",
        customSynopsis = {"Usage: funclet [-c CONFIG]", "       funclet COMMAND ...", ""},
        optionListHeading = "Options:%n",
        commandListHeading = "%nCommands (funclet COMMAND --help tells more):%n",
        exitCodeListHeading = "%nExit status, also of the commands unless their help says otherwise:%n",
        exitCodeList = {
            "0:All is well. The runtime: it was stopped by SIGTERM or SIGINT.",
            "1:Something failed; standard error says what, in one line.",
            "2:The arguments are wrong.",
            "3:The runtime: its memory was exhausted."
        },
        footer = {
            "",
            "Environment of every start:",
            "  FUNCLET_JAVA_HOME      the Java installation to use, 17 or newer; else jre/",
            "                         of this installation, JAVA_HOME, the newest found",
            "  JAVA_OPTS              options for the JVM, split at blanks",
            "  FUNCLET_PROFILE        small or standard, instead of the one that fits the",
            "                         limits of memory and threads",
            "",
            "Environment of the runtime, also of 'funclet serve':",
            "  FUNCLET_CONTROL        path of the socket for ps, explain and the like,",
            "                         which read it, too; or off",
            "  FUNCLET_HTTP           port, or HOST:PORT, of metrics and a status page",
            "  FUNCLET_HTTP_CALLS     on: takes calls there, too",
            "  FUNCLET_HTTP_ORIGINS   sites whose pages may call through a browser",
            "  FUNCLET_CONFIG         keys that go before those of the file, as YAML or JSON",
            "  FUNCLET_POLL_INTERVAL  how often directories are looked at (100ms)",
            "  FUNCLET_START_TIMEOUT  how long a bundle may take to start (10s)",
            "  FUNCLET_DRAIN_TIMEOUT  how long calls may keep a replaced version",
            "  FUNCLET_LOG_RATE       bytes a second that a function may log (16k), or off",
            "  FUNCLET_REFUSALS       what a FunctionException is: fail (an error), or respond",
            "  FUNCLET_PLAIN_JARS     jars without OSGi headers: serve, as libraries, or reject",
            "  FUNCLET_UPDATE_OBSERVE how long new versions are compared with old ones (off)",
            "  FUNCLET_UPDATE_CANARY  the part of the calls that they get at first (all)",
            "  FUNCLET_UPDATE_SHADOW  the part of the calls copied for them first (none)",
            "  FUNCLET_STATE          where former versions and the history are kept",
            "  FUNCLET_TRUST          who must have signed jars: require:DIR, warn:DIR or off",
            "  FUNCLET_AUTO_ARCHIVE   off: no archive is made by itself, see 'archive'",
            "What connections may cost:",
            "  FUNCLET_MAX_CONNECTIONS, FUNCLET_MAX_CALLS_PER_CONNECTION,",
            "  FUNCLET_MAX_METADATA, FUNCLET_MAX_UNFINISHED, FUNCLET_MAX_UNREAD,",
            "  FUNCLET_MAX_RESETS, FUNCLET_HANDSHAKE_TIMEOUT, FUNCLET_IDLE_TIMEOUT,",
            "  FUNCLET_KEEPALIVE_INTERVAL, FUNCLET_MIN_PING_INTERVAL,",
            "  FUNCLET_MAX_CONNECTION_AGE, FUNCLET_REFLECTION,",
            "  FUNCLET_EVENT_LOOP_CALLS",
            "The keys of the files and more: docs/reference/configuration.md of the sources.",
            "",
            "Examples:",
            "  funclet serve functions/",
            "  funclet call sayhi '{\"temperature\":21.5}' --topic room/1",
            "  funclet ps",
            "  funclet explain thermo.jar"
        },
        mixinStandardHelpOptions = true)
final class FuncletCommand implements Callable<Integer> {

    private final ToIntFunction<RuntimeConfig> runtime;

    @Option(
            names = "-c",
            paramLabel = "CONFIG",
            description = "A JSON text of the configuration (openedge), or the path of a YAML file.")
    private String config;

    FuncletCommand(ToIntFunction<RuntimeConfig> runtime) {
        this.runtime = runtime;
    }

    /** Serves until a signal stops the process, and returns the exit status. */
    int run(RuntimeConfig served) {
        return runtime.applyAsInt(served);
    }

    /** Only for spellings such as {@code -cFILE}. */
    @Override
    public Integer call() throws InvalidConfigException {
        return run(ConfigLoader.load(Optional.ofNullable(config), System.getenv()));
    }
}
