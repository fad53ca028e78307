package io.funclet.host.config.change;

import io.funclet.host.config.ComponentSettings;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.TlsConfig;
import io.funclet.host.config.change.ConfigChange.Effect;
import io.funclet.host.config.change.ConfigChange.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** What differs between the configuration in force and one that was read. Not thread-safe. */
public final class ConfigDifference {

    private final RuntimeConfig before;
    private final RuntimeConfig read;
    private final List<ConfigChange> changes = new ArrayList<>();
    private final List<String> unchanged = new ArrayList<>();
    private final ServerConfig server;

    /** {@code null} without tenants. */
    private final TenantDifference tenants;

    private final List<FunctionConfig> functions;

    /** Compares them. */
    public ConfigDifference(RuntimeConfig before, RuntimeConfig read) {
        this.before = before;
        this.read = read;
        compare("name", Effect.RESTART, RuntimeConfig::name);
        compare("trust", Effect.RESTART, config -> config.deployment().trust());
        this.server = server();
        this.tenants =
                before.tenants().isEmpty() && read.tenants().isEmpty() ? null : new TenantDifference(before, read);
        this.functions = functions();
        logger();
    }

    public List<ConfigChange> changes() {
        return changes;
    }

    /** The functions without any difference. */
    public List<String> unchangedFunctions() {
        return unchanged;
    }

    /** What is in force after a reload: what was read, but for what needs a restart. */
    public RuntimeConfig result() {
        return new RuntimeConfig(
                before.name(),
                server,
                functions,
                before.openDirectory(),
                before.limits(),
                before.deployment(),
                before.refusalPolicy(),
                before.logger().at(read.logger().level()),
                read.warnings(),
                read.file(),
                tenants == null ? List.of() : tenants.result());
    }

    private boolean compare(String key, Effect effect, Function<RuntimeConfig, ?> value) {
        return compare(key, effect, value.apply(before), value.apply(read));
    }

    private boolean compare(String key, Effect effect, Object one, Object other) {
        boolean differs = !Objects.equals(one, other);
        if (differs) {
            changes.add(new ConfigChange(Kind.CHANGED, key, effect));
        }
        return differs;
    }

    private ServerConfig server() {
        ServerConfig old = before.server();
        ServerConfig now = read.server();
        compare("server.address", Effect.RESTART, old.address(), now.address());
        compare("server.timeout", Effect.NEW_CALLS, old.timeout(), now.timeout());
        compare("server.message.length.max", Effect.RESTART, old.maxMessageBytes(), now.maxMessageBytes());
        // With one worker, the process is set up differently.
        boolean few = old.callThreads() == 1 || now.callThreads() == 1;
        boolean other = compare(
                "server.workers.max", few ? Effect.RESTART : Effect.NEW_CALLS, old.maxWorkers(), now.maxWorkers());
        OptionalInt workers = other && few ? old.maxWorkers() : now.maxWorkers();
        compare("server.concurrent.max", Effect.NEW_CALLS, old.maxConcurrent(), now.maxConcurrent());
        return new ServerConfig(
                old.address(), now.timeout(), old.maxMessageBytes(), workers, now.maxConcurrent(), tls());
    }

    private Optional<TlsConfig> tls() {
        Optional<TlsConfig> old = before.server().tls();
        Optional<TlsConfig> now = read.server().tls();
        boolean both = old.isPresent() && now.isPresent();
        Effect effect = both || old.isEmpty() && now.isEmpty() ? Effect.NEW_CONNECTIONS : Effect.RESTART;
        compare("server.key", effect, old.map(TlsConfig::key), now.map(TlsConfig::key));
        compare("server.cert", effect, old.map(TlsConfig::certificate), now.map(TlsConfig::certificate));
        compare("server.ca", effect, old.flatMap(TlsConfig::clientAuthority), now.flatMap(TlsConfig::clientAuthority));
        return both ? now : old;
    }

    private List<FunctionConfig> functions() {
        if (compare("functions", Effect.RESTART, before.openDirectory(), read.openDirectory())) {
            // From configured functions to a directory of all, or back.
            return before.functions();
        }
        Map<String, FunctionConfig> old = new LinkedHashMap<>();
        before.functions().forEach(function -> old.put(function.name(), function));
        List<FunctionConfig> result = new ArrayList<>();
        if (tenants != null) {
            changes.addAll(tenants.changes());
        }
        for (FunctionConfig function : tenants == null ? read.functions() : tenants.functions()) {
            FunctionConfig known = old.remove(function.name());
            if (known == null) {
                changes.add(new ConfigChange(Kind.ADDED, key(function), Effect.AT_ONCE));
                result.add(function);
            } else {
                result.add(compare(known, function));
            }
        }
        old.values().forEach(function -> changes.add(new ConfigChange(Kind.REMOVED, key(function), Effect.AT_ONCE)));
        return result;
    }

    private static String key(FunctionConfig function) {
        return "functions." + function.name();
    }

    private FunctionConfig compare(FunctionConfig old, FunctionConfig now) {
        int known = changes.size();
        String key = key(old) + ".";
        compare(key + "handler", Effect.AT_ONCE, old.handler(), now.handler());
        compare(key + "codedir", Effect.AT_ONCE, old.codeDirectory(), now.codeDirectory());
        compare(key + "env", Effect.NEW_CALLS, old.env(), now.env());
        compare(
                key + "timeout",
                Effect.NEW_CALLS,
                old.limits().timeout(),
                now.limits().timeout());
        compare(
                key + "concurrency",
                Effect.NEW_CALLS,
                old.limits().concurrency(),
                now.limits().concurrency());
        compare(
                key + "queue",
                Effect.NEW_CALLS,
                old.limits().queue(),
                now.limits().queue());
        compare(key + "refusals", Effect.NEW_CALLS, old.refusalPolicy(), now.refusalPolicy());
        compare(key + "quotas", Effect.NEW_CALLS, old.quotas(), now.quotas());
        compare(key + "plainjars", Effect.RESTART, old.plainJars(), now.plainJars());
        compare(key + "trust", Effect.RESTART, old.trust(), now.trust());
        boolean observed = old.observesUpdates() && now.observesUpdates();
        compare(key + "update", observed ? Effect.NEW_UPDATES : Effect.RESTART, old.updates(), now.updates());
        compare(key + "config", Effect.AT_ONCE, settings(old), settings(now));
        if (changes.size() == known) {
            unchanged.add(old.name());
        }
        return new FunctionConfig(
                now.name(),
                now.handler(),
                now.codeDirectory(),
                now.env(),
                now.limits(),
                now.refusalPolicy(),
                old.plainJars(),
                old.trust(),
                observed ? now.updates() : old.updates(),
                now.config(),
                now.quotas(),
                now.tenant());
    }

    /** Without the lines where they stand. */
    private static Map<String, Object> settings(FunctionConfig function) {
        Map<String, Object> values = new LinkedHashMap<>();
        function.config()
                .map(ComponentSettings::values)
                .orElse(Map.of())
                .forEach((key, value) -> values.put(key, value instanceof String[] list ? List.of(list) : value));
        return values;
    }

    private void logger() {
        LoggerConfig old = before.logger();
        LoggerConfig now = read.logger();
        compare("logger.level", Effect.AT_ONCE, old.level(), now.level());
        compare("logger.path", Effect.RESTART, old.path(), now.path());
        compare("logger.format", Effect.RESTART, old.format(), now.format());
        compare("logger.console", Effect.RESTART, old.console(), now.console());
        compare("logger.age.max", Effect.RESTART, old.maxAgeDays(), now.maxAgeDays());
        compare("logger.size.max", Effect.RESTART, old.maxSizeMegabytes(), now.maxSizeMegabytes());
        compare("logger.backup.max", Effect.RESTART, old.maxBackups(), now.maxBackups());
    }
}
