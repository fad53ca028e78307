package io.funclet.host.call;

import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.endpoint.WorkerQuota;
import io.funclet.host.call.model.EffectiveLimits;
import io.funclet.host.call.quota.QuotaAccounts;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.policy.RefusalPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The endpoints by the names that callers use. They share the workers.
 *
 * <p>Configured functions always have one. Any other name gets an endpoint when its function is deployed, and loses it when
 * the function is removed. Reading takes no lock.
 */
final class EndpointTable {

    /**
     * How many names calls may wait for although no function has them. A caller can make up names, and each costs an
     * endpoint and a copy of the table.
     */
    static final int MOST_EXPECTED = 256;

    /** How many of these names the status shows. */
    static final int MOST_EXPECTED_SHOWN = 8;

    private volatile EffectiveLimits defaults;
    private final WorkerQuota quota;
    private final EndpointFactory factory;

    /** Replaced, not modified. */
    private volatile Set<String> configured;

    /** The names that only callers know. Written under this object's monitor. */
    private final Set<String> expected = ConcurrentHashMap.newKeySet();

    /** Endpoints that have left the table, until their last call ends. */
    private final List<FunctionEndpoint> departed = new CopyOnWriteArrayList<>();

    /** In the order of the configuration. Replaced as a whole, under this object's monitor. */
    private volatile Map<String, FunctionEndpoint> endpoints;

    /**
     * Whether all functions of the start have been seen. Written under this object's monitor: an endpoint for an
     * unknown name is either in the table that {@link #settle} returns, or is not added.
     */
    private volatile boolean settled;

    private volatile Consumer<String> listener = function -> {};

    /**
     * @param defaults the limits of a function that sets none
     * @param tenants {@code null} without tenants
     * @param growth sets how many workers there may be; {@code null} if their number is fixed
     */
    EndpointTable(
            Collection<FunctionConfig> functions,
            EffectiveLimits defaults,
            RefusalPolicy refusalPolicy,
            TenantNames tenants,
            Executor workers,
            IntConsumer growth,
            boolean measured) {
        this.defaults = defaults;
        this.quota = new WorkerQuota(defaults.concurrency(), workers, growth);
        this.factory = new EndpointFactory(refusalPolicy, tenants, quota, workers, measured);
        Map<String, FunctionEndpoint> table = new LinkedHashMap<>();
        for (FunctionConfig function : functions) {
            table.put(function.name(), make(function));
        }
        configured = Set.copyOf(table.keySet());
        endpoints = table;
    }

    /** Sets the quotas of all functions. */
    synchronized void limit(QuotaAccounts changed) {
        factory.limit(changed);
        for (FunctionEndpoint endpoint : endpoints.values()) {
            endpoint.use(changed.of(endpoint.config()));
        }
    }

    private FunctionEndpoint make(FunctionConfig function) {
        FunctionEndpoint endpoint = factory.make(function, defaults);
        endpoint.onChange(() -> listener.accept(function.name()));
        return endpoint;
    }

    /**
     * Sets the configured functions, and what others get by default. Calls that run go on as they began.
     *
     * @param growth as that of the constructor
     * @param open the directories whose functions are served without configuration, by tenant
     * @return the endpoints that have left: only calls that have found them before still come
     */
    Collection<FunctionEndpoint> configure(
            Collection<FunctionConfig> functions, EffectiveLimits limits, IntConsumer growth, Map<String, Path> open) {
        EndpointChange change;
        synchronized (this) {
            defaults = limits;
            quota.resize(limits.concurrency(), growth);
            change = new EndpointChange(endpoints, configured, open, factory::unconfigured);
            functions.forEach(function -> change.keep(function, limits, this::make));
            change.keepUnconfigured(limits);
            configured = functions.stream().map(FunctionConfig::name).collect(Collectors.toUnmodifiableSet());
            expected.removeAll(configured);
            endpoints = change.table();
        }
        change.leaving().forEach(this::depart);
        change.changed().forEach(listener);
        return change.leaving();
    }

    boolean isConfigured(String name) {
        return configured.contains(name);
    }

    int configuredCount() {
        return configured.size();
    }

    synchronized void listen(Consumer<String> changes) {
        listener = listener.andThen(changes);
    }

    /** The current table. It does not change any more. */
    Map<String, FunctionEndpoint> now() {
        return endpoints;
    }

    /** @param tenant whose functions; empty for all */
    List<String> known(String tenant) {
        return endpoints.values().stream()
                .filter(endpoint -> !expected.contains(endpoint.name())
                        && (tenant.isEmpty() || tenant.equals(endpoint.config().tenant())))
                .map(FunctionEndpoint::name)
                .toList();
    }

    /** The endpoints of known functions, and of a few names that are only expected. */
    List<FunctionEndpoint> shown() {
        List<FunctionEndpoint> shown = new ArrayList<>();
        int onlyExpected = 0;
        for (FunctionEndpoint endpoint : endpoints.values()) {
            if (!expected.contains(endpoint.name()) || onlyExpected++ < MOST_EXPECTED_SHOWN) {
                shown.add(endpoint);
            }
        }
        return shown;
    }

    /** The endpoint of a configured or deployed function. Makes it if there is none yet. */
    synchronized FunctionEndpoint endpoint(String name) {
        expected.remove(name);
        return add(name);
    }

    boolean isSettled() {
        return settled;
    }

    /** The endpoint of a name that may be deployed later; {@code null} if {@code most} names are expected already. */
    synchronized FunctionEndpoint expect(String name, int most) {
        FunctionEndpoint present = endpoints.get(name);
        if (present != null || expected.size() >= most) {
            return present;
        }
        expected.add(name);
        return add(name);
    }

    synchronized void expectAgain(String name) {
        if (endpoints.containsKey(name) && !configured.contains(name)) {
            expected.add(name);
        }
    }

    /** Whether a name has an endpoint only because callers know it. */
    boolean isOnlyExpected(String name) {
        return expected.contains(name);
    }

    List<String> onlyExpected() {
        return List.copyOf(expected);
    }

    /** Call it only under this object's monitor. */
    private FunctionEndpoint add(String name) {
        FunctionEndpoint present = endpoints.get(name);
        if (present != null) {
            return present;
        }
        FunctionEndpoint added = make(factory.unconfigured(name));
        Map<String, FunctionEndpoint> table = new LinkedHashMap<>(endpoints);
        table.put(name, added);
        endpoints = table;
        return added;
    }

    /** Removes an endpoint. Returns it; {@code null} if the name had none. */
    FunctionEndpoint remove(String name) {
        FunctionEndpoint removed;
        synchronized (this) {
            Map<String, FunctionEndpoint> table = new LinkedHashMap<>(endpoints);
            removed = table.remove(name);
            expected.remove(name);
            endpoints = table;
        }
        if (removed != null) {
            depart(removed);
        }
        return removed;
    }

    private void depart(FunctionEndpoint endpoint) {
        departed.removeIf(other -> other.bulkhead().inside() == 0);
        departed.add(endpoint);
        quota.part(endpoint.bulkhead());
    }

    /** All functions of the start have been seen. Returns the endpoints of that moment. */
    List<FunctionEndpoint> settle() {
        synchronized (this) {
            settled = true;
        }
        return new ArrayList<>(endpoints.values());
    }

    /** The present endpoints, and those that have left. */
    Stream<FunctionEndpoint> all() {
        return Stream.concat(endpoints.values().stream(), departed.stream());
    }
}
