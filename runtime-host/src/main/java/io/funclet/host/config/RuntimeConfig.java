package io.funclet.host.config;

import io.funclet.host.config.policy.RefusalPolicy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The complete configuration of a process at its start (contract, section 3).
 *
 * @param name the name of this instance, for its log
 * @param functions the configured functions, in their order; the first one is the default of {@code faas.Function}
 * @param openDirectory the directory whose functions are served under their own names, except those that are configured;
 *     empty to serve configured functions alone
 * @param refusalPolicy what callers get if a function without configuration rejects an event
 * @param warnings warnings for the log, a line each
 * @param file where it is from; empty without a file
 * @param tenants in the order of the configuration
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
        List<String> warnings,
        Optional<ConfigFile<RuntimeConfig>> file,
        List<TenantConfig> tenants) {

    public static final String DEFAULT_NAME = "funclet";

    public RuntimeConfig {
        functions = List.copyOf(functions);
        warnings = List.copyOf(warnings);
        tenants = List.copyOf(tenants);
    }

    /** Whether a function has settings for its component. */
    public boolean hasComponentSettings() {
        for (FunctionConfig function : functions) {
            if (function.config().isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Whether anything has quotas. */
    public boolean hasQuotas() {
        for (FunctionConfig function : functions) {
            if (function.quotas().isPresent()) {
                return true;
            }
        }
        for (TenantConfig tenant : tenants) {
            if (tenant.quotas().isPresent()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The directories whose functions are served without configuration, by their tenant; empty to serve configured functions
     * alone. The operator's own directory has no name.
     */
    public Map<String, Path> openDirectories() {
        if (openDirectory.isEmpty()) {
            return Map.of();
        }
        Map<String, Path> directories = new LinkedHashMap<>();
        directories.put("", openDirectory.get());
        for (TenantConfig tenant : tenants) {
            directories.put(tenant.name(), tenant.directory());
        }
        return directories;
    }
}
