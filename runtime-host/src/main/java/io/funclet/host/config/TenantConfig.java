package io.funclet.host.config;

import io.funclet.host.config.quota.QuotaConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One tenant: a code directory with a name.
 *
 * @param name letters, digits, {@code _} and {@code -}
 * @param directory its code directory, or the directory above those of its functions; absolute, links not followed
 * @param address where calls reach its functions alone; empty for the address of all
 * @param quotas what all its functions may use together; empty for no limit
 */
public record TenantConfig(String name, Path directory, Optional<ListenAddress> address, Optional<QuotaConfig> quotas) {

    /** Whether a function that a manager configures is of this tenant. */
    public boolean owns(FunctionConfig function) {
        return function.codeDirectory().startsWith(directory);
    }
}
