package io.funclet.host.config.load;

import io.funclet.host.config.ConfigFile;
import io.funclet.host.config.ConnectionLimits;
import io.funclet.host.config.DeploymentConfig;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.FunctionDefaults;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.LaunchProfile;
import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.TrustConfig;
import io.funclet.host.config.policy.RefusalPolicy;
import io.funclet.host.config.source.BaseDirectory;
import io.funclet.host.config.source.ConfigProblems;
import io.funclet.host.config.source.Document;
import io.funclet.host.config.source.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration that is being read, and the sections that all generations share.
 *
 * @param base where relative paths begin
 * @param file where it is from; empty without a file
 */
record Sections(
        Document root,
        Environment environment,
        BaseDirectory base,
        RefusalPolicy refusalPolicy,
        Optional<ConfigFile<RuntimeConfig>> file) {

    static Sections of(
            Document root, Map<String, String> variables, Path base, Optional<ConfigFile<RuntimeConfig>> file) {
        Environment environment = new Environment(variables, root.problems());
        return new Sections(
                root, environment, new BaseDirectory(base, root.problems()), RefusalPolicy.read(environment), file);
    }

    /** Of the functions: each has to name its {@code codedir}, unless there is one for the others. */
    FunctionDefaults defaults(BaseDirectory code, Optional<String> codedir, boolean handlerIsName) {
        Path folder = file.isPresent() ? file.get().path().getParent() : base.path();
        return new FunctionDefaults(code, codedir, handlerIsName, refusalPolicy, environment.variables(), folder, "");
    }

    ConfigProblems problems() {
        return root.problems();
    }

    /** The name in the document, which the environment may replace. */
    String name() {
        return root.text("name").filter(it -> !it.isBlank()).orElse(RuntimeConfig.DEFAULT_NAME);
    }

    /** The same with a directory that is not that of a tenant. */
    RuntimeConfig complete(
            String name, ServerConfig server, List<FunctionConfig> functions, Optional<Path> openDirectory)
            throws InvalidConfigException {
        return complete(name, server, functions, openDirectory, false);
    }

    /**
     * Reads the logger and the settings of the environment, and builds the configuration.
     *
     * @param any whether the open directory may also be that of a tenant
     * @throws InvalidConfigException if there is any problem
     */
    RuntimeConfig complete(
            String name, ServerConfig server, List<FunctionConfig> functions, Optional<Path> openDirectory, boolean any)
            throws InvalidConfigException {
        int before = problems().count();
        LoggerConfig logger = LoggerConfig.read(root.map("logger"), base, environment);
        if (LaunchProfile.CURRENT.logsCalls()) {
            // Under funclet dev, which reads the lines.
            logger = logger.onConsole();
        }
        // A valid logger can log the other problems.
        LoggerConfig usable = problems().count() == before ? logger : null;
        TenantSection tenants = root.has(TenantSection.KEY)
                ? new TenantSection(
                        root,
                        defaults(base, Optional.empty(), true),
                        environment,
                        logger,
                        openDirectory,
                        any,
                        functions)
                : null;
        root.ignore(TenantSection.KEY);
        ConnectionLimits limits = ConnectionLimits.read(environment);
        root.ignore("trust");
        DeploymentConfig deployment =
                DeploymentConfig.read(environment, root.has("trust") ? TrustConfig.read(root, base) : Optional.empty());
        root.suspectUnknownKeys();
        environment.suspectUnknown();
        InvalidConfigException.throwIfAny(problems(), usable);
        return new RuntimeConfig(
                name,
                server,
                tenants == null ? functions : tenants.functions(),
                openDirectory,
                limits,
                deployment,
                refusalPolicy,
                logger,
                problems().warnings(),
                file,
                tenants == null ? List.of() : tenants.tenants());
    }
}
