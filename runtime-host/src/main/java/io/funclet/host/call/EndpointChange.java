package io.funclet.host.call;

import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.model.EffectiveLimits;
import io.funclet.host.config.FunctionConfig;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The endpoints of a changed configuration, made from those of before. Not thread-safe. */
final class EndpointChange {

    private final Map<String, FunctionEndpoint> before;
    private final Set<String> configured;
    private final Map<String, Path> open;
    private final Function<String, FunctionConfig> unconfigured;

    private final Map<String, FunctionEndpoint> table = new LinkedHashMap<>();
    private final Set<FunctionEndpoint> leaving = new HashSet<>();
    private final Set<String> changed = new HashSet<>();

    /**
     * @param configured the functions that were configured
     * @param open the directories whose functions are served without configuration, by tenant
     * @param unconfigured the configuration of a function without one
     */
    EndpointChange(
            Map<String, FunctionEndpoint> before,
            Set<String> configured,
            Map<String, Path> open,
            Function<String, FunctionConfig> unconfigured) {
        this.before = before;
        this.configured = configured;
        this.open = open;
        this.unconfigured = unconfigured;
    }

    /** Adds a configured function. It keeps its endpoint, which calls may wait for. */
    void keep(FunctionConfig function, EffectiveLimits limits, Function<FunctionConfig, FunctionEndpoint> maker) {
        FunctionEndpoint present = before.get(function.name());
        if (present == null) {
            table.put(function.name(), maker.apply(function));
            changed.add(function.name());
        } else {
            present.configure(function, limits);
            table.put(function.name(), present);
        }
    }

    /** Adds those that are there without a configuration. All others leave. Called last. */
    void keepUnconfigured(EffectiveLimits limits) {
        before.forEach((name, endpoint) -> {
            if (table.containsKey(name)) {
                return;
            }
            if (!configured.contains(name) || isServedAnyway(endpoint.config())) {
                endpoint.configure(unconfigured.apply(name), limits);
                table.put(name, endpoint);
            } else {
                leaving.add(endpoint);
                changed.add(name);
            }
        });
    }

    private boolean isServedAnyway(FunctionConfig function) {
        return function.codeDirectory().equals(open.get(function.tenant()))
                && function.component().equals(function.shortName());
    }

    /** The endpoints of the changed configuration, in its order. */
    Map<String, FunctionEndpoint> table() {
        return table;
    }

    Set<FunctionEndpoint> leaving() {
        return leaving;
    }

    /** The names that were not there before, or are not there any more. */
    Set<String> changed() {
        return changed;
    }
}
