package io.funclet.host.config.change;

import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.TenantConfig;
import io.funclet.host.config.change.ConfigChange.Effect;
import io.funclet.host.config.change.ConfigChange.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What differs between the tenants of two configurations: which there are, where, and at which address needs a restart. Loaded
 * only where there are tenants.
 */
final class TenantDifference {

    private final List<ConfigChange> changes = new ArrayList<>();
    private final List<TenantConfig> result = new ArrayList<>();
    private final List<FunctionConfig> functions = new ArrayList<>();

    TenantDifference(RuntimeConfig before, RuntimeConfig read) {
        Map<String, TenantConfig> old = new LinkedHashMap<>();
        before.tenants().forEach(tenant -> old.put(tenant.name(), tenant));
        Map<String, TenantConfig> now = new LinkedHashMap<>();
        read.tenants().forEach(tenant -> now.put(tenant.name(), tenant));
        now.keySet().stream().filter(name -> !old.containsKey(name)).forEach(name -> add(Kind.ADDED, name));
        old.forEach((name, tenant) -> {
            if (now.containsKey(name)) {
                result.add(compare(tenant, now.get(name)));
            } else {
                add(Kind.REMOVED, name);
                result.add(tenant);
            }
        });
        if (read.openDirectory().isEmpty()) {
            read.functions().forEach(function -> functions.add(function.of(owner(function, before.tenants()))));
            return;
        }
        for (FunctionConfig function : read.functions()) {
            String tenant = function.tenant();
            if (tenant.isEmpty() || old.containsKey(tenant) && !isMoved(old.get(tenant), now.get(tenant))) {
                functions.add(function);
            }
        }
        for (FunctionConfig function : before.functions()) {
            TenantConfig tenant = old.get(function.tenant());
            if (tenant != null && isMoved(tenant, now.get(tenant.name()))) {
                functions.add(function);
            }
        }
    }

    private static String owner(FunctionConfig function, List<TenantConfig> tenants) {
        return tenants.stream()
                .filter(tenant -> tenant.owns(function))
                .map(TenantConfig::name)
                .findFirst()
                .orElse("");
    }

    private static boolean isMoved(TenantConfig old, TenantConfig now) {
        return now == null || !now.directory().equals(old.directory());
    }

    private void add(Kind kind, String tenant) {
        changes.add(new ConfigChange(kind, "tenants." + tenant, Effect.RESTART));
    }

    private TenantConfig compare(TenantConfig old, TenantConfig now) {
        if (isMoved(old, now)) {
            add(Kind.CHANGED, old.name() + ".directory");
        }
        if (!now.address().equals(old.address())) {
            add(Kind.CHANGED, old.name() + ".address");
        }
        if (!now.control().equals(old.control())) {
            add(Kind.CHANGED, old.name() + ".control");
        }
        if (!now.trust().equals(old.trust())) {
            add(Kind.CHANGED, old.name() + ".trust");
        }
        if (!now.quotas().equals(old.quotas())) {
            changes.add(new ConfigChange(Kind.CHANGED, "tenants." + old.name() + ".quotas", Effect.NEW_CALLS));
        }
        return new TenantConfig(
                old.name(),
                old.directory(),
                old.address(),
                now.quotas(),
                old.control(),
                old.trust(),
                logger(old, now.logger()));
    }

    private Optional<LoggerConfig> logger(TenantConfig old, Optional<LoggerConfig> now) {
        if (old.logger().isEmpty() || now.isEmpty()) {
            if (now.isPresent() || old.logger().isPresent()) {
                add(Kind.CHANGED, old.name() + ".logger");
            }
            return old.logger();
        }
        LoggerConfig result = old.logger().get().at(now.get().level());
        if (!result.equals(old.logger().get())) {
            changes.add(new ConfigChange(Kind.CHANGED, "tenants." + old.name() + ".logger.level", Effect.AT_ONCE));
        }
        if (!result.equals(now.get())) {
            add(Kind.CHANGED, old.name() + ".logger");
        }
        return Optional.of(result);
    }

    List<ConfigChange> changes() {
        return changes;
    }

    /** The tenants in force. */
    List<TenantConfig> result() {
        return result;
    }

    /** What is configured for functions of these tenants, and of none. */
    List<FunctionConfig> functions() {
        return functions;
    }
}
