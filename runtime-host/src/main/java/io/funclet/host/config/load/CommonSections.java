package io.funclet.host.config.load;

import io.funclet.host.config.ConnectionLimits;
import io.funclet.host.config.DeploymentConfig;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.RefusalPolicy;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.source.BaseDirectory;
import io.funclet.host.config.source.ConfigProblems;
import io.funclet.host.config.source.Document;
import io.funclet.host.config.source.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The sections that all generations with a file share. */
final class CommonSections {

    private CommonSections() {}

    /**
     * Reads the logger and the settings of the environment, and builds the configuration.
     *
     * @param root the document, otherwise read
     * @throws InvalidConfigException if there is any problem
     */
    static RuntimeConfig complete(
            Document root,
            Environment environment,
            BaseDirectory base,
            String name,
            ServerConfig server,
            List<FunctionConfig> functions,
            Optional<Path> openDirectory,
            RefusalPolicy refusalPolicy)
            throws InvalidConfigException {
        ConfigProblems problems = root.problems();
        int before = problems.count();
        LoggerConfig logger = LoggerConfig.read(root.map("logger"), base, environment);
        // A valid logger can log the other problems.
        LoggerConfig usable = problems.count() == before ? logger : null;
        ConnectionLimits limits = ConnectionLimits.read(environment);
        DeploymentConfig deployment = DeploymentConfig.read(environment);
        root.suspectUnknownKeys();
        environment.suspectUnknown();
        InvalidConfigException.throwIfAny(problems, usable);
        return new RuntimeConfig(
                name, server, functions, openDirectory, limits, deployment, refusalPolicy, logger, problems.warnings());
    }
}
