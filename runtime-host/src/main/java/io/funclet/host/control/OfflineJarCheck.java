package io.funclet.host.control;

import io.funclet.host.config.ConfigFile;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.TenantConfig;
import io.funclet.host.config.TrustConfig;
import io.funclet.host.config.TrustConfig.Mode;
import io.funclet.host.deploy.check.CheckedConfiguration;
import io.funclet.host.deploy.check.OfflineCheck;
import io.funclet.proto.control.v1.Explanation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks without a running process whether it would deploy a jar. */
public final class OfflineJarCheck {

    private OfflineJarCheck() {}

    /**
     * Checks a jar in a framework of its own, in this process. The result is in tone {@code GOOD} if the jar would be
     * deployed.
     *
     * @param directory the code directory for the jar; empty for one without other jars
     * @param config reads the configuration of the runtime; empty for a jar alone
     * @param trust a trust directory that counts in place of what the configuration says; empty for none
     * @param work an empty directory, for copies
     * @throws IOException if the jar or the directory cannot be read; the message says which and why
     */
    public static Explanation of(
            Path jar,
            Optional<Path> directory,
            Optional<ConfigFile.Reader<RuntimeConfig>> config,
            Optional<Path> trust,
            Path work)
            throws IOException {
        CheckedConfiguration configuration = config.isPresent() ? read(config.get()) : CheckedConfiguration.NONE;
        if (trust.isPresent()) {
            configuration = configuration.with(new TrustConfig(Mode.REQUIRE, trust.get()));
        }
        return ControlMessages.of(OfflineCheck.run(jar, directory, configuration, work));
    }

    private static CheckedConfiguration read(ConfigFile.Reader<RuntimeConfig> config) throws IOException {
        try {
            RuntimeConfig read = config.read();
            Path code = read.openDirectory().orElseThrow().toRealPath();
            Optional<TenantConfig> tenant = read.tenants().stream()
                    .filter(one -> TenantConfig.real(one.directory()).equals(code))
                    .findFirst();
            String owner = tenant.map(TenantConfig::name).orElse("");
            List<FunctionConfig> functions = new ArrayList<>();
            for (FunctionConfig function : read.functions()) {
                if (function.tenant().equals(owner)
                        && function.codeDirectory().toRealPath().equals(code)) {
                    functions.add(function);
                }
            }
            Optional<TrustConfig> own = functions.stream()
                    .flatMap(function -> function.trust().stream())
                    .findFirst();
            return new CheckedConfiguration(
                    functions,
                    own.or(() -> tenant.flatMap(TenantConfig::trust))
                            .or(() -> read.deployment().trust()),
                    Optional.empty());
        } catch (InvalidConfigException invalid) {
            return new CheckedConfiguration(List.of(), Optional.empty(), Optional.of(invalid.getMessage()));
        }
    }
}
