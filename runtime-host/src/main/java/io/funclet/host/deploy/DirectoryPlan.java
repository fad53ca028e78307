package io.funclet.host.deploy;

import io.funclet.host.call.Router;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.TenantConfig;
import io.funclet.host.config.TrustConfig;
import io.funclet.host.config.policy.PlainJarPolicy;
import io.funclet.host.config.policy.UpdatePolicy;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.serving.HandlerBindings;
import io.funclet.host.deploy.trust.TrustPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/** The code directories of a configuration, before they are in use. Two functions of one directory share it. */
public final class DirectoryPlan {

    /** In a code directory: no tool takes it for a jar. */
    private static final String STATE = ".funclet";

    private final RuntimeConfig config;
    private final Router router;
    private final IntSupplier numbers;
    private final Map<Path, CodeDirectory> present;
    private final Map<Path, PlainJarPolicy> policies = new HashMap<>();
    private final Map<Path, TrustConfig> trust = new HashMap<>();

    /** Of the directories about which a function says something. */
    private final Map<Path, UpdatePolicy> updates = new HashMap<>();

    private final Map<Path, CodeDirectory> byRealPath = new LinkedHashMap<>();
    private final Map<String, CodeDirectory> byFunction = new HashMap<>();

    private DirectoryPlan(RuntimeConfig config, Router router, IntSupplier numbers, Map<Path, CodeDirectory> present) {
        this.config = config;
        this.router = router;
        this.numbers = numbers;
        this.present = present;
    }

    /**
     * Finds the directories. Changes nothing.
     *
     * @param numbers of new ones
     * @param present those in use, by real path
     * @throws IOException if one of them is not there
     */
    static DirectoryPlan of(RuntimeConfig config, Router router, IntSupplier numbers, Map<Path, CodeDirectory> present)
            throws IOException {
        DirectoryPlan plan = new DirectoryPlan(config, router, numbers, present);
        plan.readPolicies();
        for (Map.Entry<String, Path> open : config.openDirectories().entrySet()) {
            plan.add(open.getValue(), true, open.getKey());
        }
        for (FunctionConfig function : config.functions()) {
            plan.byFunction.put(function.name(), plan.add(function.codeDirectory(), false, function.tenant()));
        }
        return plan;
    }

    private CodeDirectory add(Path path, boolean open, String tenant) throws IOException {
        for (Map.Entry<Path, CodeDirectory> known : present.entrySet()) {
            // First by its own path: a link on it may have been swapped just now.
            if (known.getValue().path().equals(path)) {
                byRealPath.put(known.getKey(), known.getValue());
                return known.getValue();
            }
        }
        Path real = path.toRealPath();
        CodeDirectory known = byRealPath.getOrDefault(real, present.get(real));
        if (known == null) {
            boolean plain = policies.getOrDefault(real, config.deployment().plainJars()) == PlainJarPolicy.SERVE;
            UpdatePolicy proof = proof(real);
            known = CodeDirectory.of(
                    numbers.getAsInt(),
                    path,
                    router,
                    open,
                    tenant,
                    proof,
                    state(real, proof != null),
                    plain,
                    trust(real));
        }
        byRealPath.put(real, known);
        return known;
    }

    /** How updates of a directory prove themselves; {@code null} if they do not. */
    private UpdatePolicy proof(Path real) {
        UpdatePolicy proof =
                updates.getOrDefault(real, config.deployment().updates().orElse(null));
        return proof != null && proof.observes() ? proof : null;
    }

    /** Later updates prove themselves as the configuration says now, where they have done so before. */
    void changeUpdates() {
        byRealPath.forEach((real, directory) -> {
            UpdatePolicy proof = proof(real);
            if (proof != null && directory.updates().get() != null) {
                directory.updates().set(proof);
            }
        });
    }

    /** Where its former versions are kept; {@code null} if they are not. */
    private Path state(Path directory, boolean observes) {
        Path common = config.deployment().state().orElse(null);
        if (common == null) {
            return observes ? directory.resolve(STATE) : null;
        }
        // Two directories may have one name.
        return common.resolve(directory.getFileName() + "-" + Integer.toHexString(directory.hashCode()));
    }

    private TrustPolicy trust(Path real) {
        TrustConfig own = trust.get(real);
        if (own == null && config.deployment().trust().isEmpty()) {
            return null;
        }
        return TrustPolicy.of(own == null ? config.deployment().trust().get() : own);
    }

    /** Of the directories about which a function says something: the strictest, if several do. */
    private void readPolicies() throws IOException {
        for (TenantConfig tenant : config.tenants()) {
            if (tenant.trust().isPresent()) {
                trust.put(tenant.directory().toRealPath(), tenant.trust().get());
                for (FunctionConfig function : config.functions()) {
                    if (tenant.owns(function)) {
                        trust.put(
                                function.codeDirectory().toRealPath(),
                                tenant.trust().get());
                    }
                }
            }
        }
        for (FunctionConfig function : config.functions()) {
            if (function.trust().isPresent()) {
                trust.put(
                        function.codeDirectory().toRealPath(), function.trust().get());
            }
            if (function.plainJars().isPresent()) {
                policies.merge(
                        function.codeDirectory().toRealPath(),
                        function.plainJars().get(),
                        (one, other) -> one.compareTo(other) > 0 ? one : other);
            }
            if (function.updates().isPresent()) {
                updates.merge(
                        function.codeDirectory().toRealPath(),
                        function.updates().get(),
                        UpdatePolicy::or);
            }
        }
    }

    RuntimeConfig config() {
        return config;
    }

    Map<Path, CodeDirectory> byRealPath() {
        return byRealPath;
    }

    Collection<CodeDirectory> directories() {
        return byRealPath.values();
    }

    /** What each directory serves; may be added to. The router has the endpoints of the configuration. */
    Map<CodeDirectory, HandlerBindings> bindings() {
        Map<CodeDirectory, HandlerBindings> bindings = new HashMap<>();
        for (CodeDirectory directory : directories()) {
            bindings.put(directory, HandlerBindings.start());
        }
        for (FunctionConfig function : config.functions()) {
            CodeDirectory directory = byFunction.get(function.name());
            HandlerBindings own = bindings.get(directory);
            own.bind(function.handler(), router.endpoint(function.name()));
            if (directory.handlers().areOpen()) {
                own.reserved().add(function.component());
            }
            for (CodeDirectory other : directories()) {
                // Also of functions in other directories: a caller's name leads to one function.
                String named =
                        other.handlers().areOpen() ? other.handlers().names().function(function.name()) : null;
                if (named != null) {
                    bindings.get(other).reserved().add(named);
                }
            }
        }
        return bindings;
    }
}
