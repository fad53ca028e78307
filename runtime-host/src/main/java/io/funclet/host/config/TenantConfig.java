package io.funclet.host.config;

import io.funclet.host.config.quota.QuotaConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One tenant: a code directory with a name.
 *
 * @param name letters, digits, {@code _} and {@code -}
 * @param directory its code directory, or the directory above those of its functions; absolute, links not followed
 * @param address where calls reach its functions alone; empty for the address of all
 * @param quotas what all its functions may use together; empty for no limit
 * @param control empty for none
 * @param trust who must have signed its jars; empty for what holds for all code directories
 * @param logger its own log file; empty for the log of all
 */
public record TenantConfig(
        String name,
        Path directory,
        Optional<ListenAddress> address,
        Optional<QuotaConfig> quotas,
        Optional<Control> control,
        Optional<TrustConfig> trust,
        Optional<LoggerConfig> logger) {

    /**
     * Where operators of the tenant ask about its functions.
     *
     * @param socket the path of a Unix domain socket
     * @param group of users who may ask beside that of the process; empty for none
     */
    public record Control(Path socket, Optional<String> group) {}

    /** Whether a function that a manager configures is of this tenant. */
    public boolean owns(FunctionConfig function) {
        return real(function.codeDirectory()).startsWith(real(directory));
    }

    /** Where a path leads: one directory may be written in several ways. */
    public static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException missing) {
            // Reported as such.
            return path.normalize();
        }
    }
}
