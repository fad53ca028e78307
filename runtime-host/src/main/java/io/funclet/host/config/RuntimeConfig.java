package io.funclet.host.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that a process of the runtime was told at its start (contract, section 3).
 *
 * @param name the name of this instance, for its log
 * @param server where and how to serve
 * @param functions the configured functions, in their order; the first one is the default of {@code faas.Function}
 * @param openDirectory a directory of which every function is served under its own name; empty where functions are
 *     configured
 * @param limits what connections may cost
 * @param deployment how jars are deployed
 * @param refusalPolicy what callers get if a function rejects an event of which nothing is configured
 * @param logger where and how to log
 * @param warnings what was odd but not wrong, a line each, for the log
 */
public record RuntimeConfig(
        String name,
        ServerConfig server,
        List<FunctionConfig> functions,
        Optional<Path> openDirectory,
        ConnectionLimits limits,
        DeploymentConfig deployment,
        RefusalPolicy refusalPolicy,
        LoggerConfig logger,
        List<String> warnings) {

    /** The name of an instance to which nobody gave one. */
    public static final String DEFAULT_NAME = "funclet";

    public RuntimeConfig {
        functions = List.copyOf(functions);
        warnings = List.copyOf(warnings);
    }
}
