package io.funclet.host.call;

import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.model.AbsentFunctions;
import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.CallException;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.EffectiveLimits;
import io.funclet.host.call.stat.CallCounts;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.call.stat.InvalidRequests;
import io.funclet.host.call.stat.MemoryStatus;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.policy.RefusalPolicy;
import io.funclet.host.memory.MemoryWatch;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;

/** Finds the endpoint of a call by its function name (contract, section 1, "Which function"). Known names take no lock. */
public final class Router {

    private final EndpointTable endpoints;

    private final UnservedNames unserved;
    private final EndpointLookup lookup;

    /** {@code null} as long as nothing has had quotas. */
    private volatile EndpointQuotas quotas;

    /** {@code null} without tenants. */
    private volatile ToIntFunction<String> threads;

    /** {@code null} as long as memory has been enough. */
    private volatile MemoryUse memoryUse;

    /** Of calls for no known function. */
    private final CallCounts unrouted = new CallCounts();

    /**
     * @param functions the configured functions
     * @param open whether to serve all others that are deployed, too
     * @param refusalPolicy what callers get if a function without configuration rejects an event
     * @param growth sets how many calls run at once, where {@code server} does not say
     * @param measured whether to measure what calls cost
     */
    public Router(
            Collection<FunctionConfig> functions,
            boolean open,
            RefusalPolicy refusalPolicy,
            Executor workers,
            IntConsumer growth,
            ServerConfig server,
            boolean measured) {
        this(functions, open, refusalPolicy, null, workers, growth, server, measured);
    }

    private Router(
            Collection<FunctionConfig> functions,
            boolean open,
            RefusalPolicy refusalPolicy,
            TenantNames tenants,
            Executor workers,
            IntConsumer growth,
            ServerConfig server,
            boolean measured) {
        this.endpoints = new EndpointTable(
                functions,
                EffectiveLimits.byDefault(server.timeout(), server.callThreads()),
                refusalPolicy,
                tenants,
                workers,
                server.hasFixedCallThreads() ? null : growth,
                measured);
        this.unserved = new UnservedNames(endpoints, open, tenants, unrouted);
        this.lookup = new EndpointLookup(endpoints, unserved, open, tenants);
    }

    /** The router of a process; the parameters are those of the constructor. */
    public static Router of(RuntimeConfig config, Executor workers, IntConsumer growth, boolean measured) {
        boolean open = config.openDirectory().isPresent();
        TenantNames tenants = config.tenants().isEmpty() ? null : new TenantNames(config);
        Router router = new Router(
                config.functions(), open, config.refusalPolicy(), tenants, workers, growth, config.server(), measured);
        router.limit(config);
        return router;
    }

    private void limit(RuntimeConfig config) {
        if (quotas == null && config.hasQuotas()) {
            quotas = new EndpointQuotas(endpoints, tenant -> threads == null ? 0 : threads.applyAsInt(tenant), config);
        }
        if (quotas != null) {
            quotas.configure(config);
        }
    }

    /** Sets what counts the threads that functions of a tenant have started. Any thread. */
    public void countThreads(ToIntFunction<String> ofTenant) {
        threads = ofTenant;
    }

    /** Follows the watch on memory. For one thread, about once a second. */
    public void follow(MemoryWatch memory) {
        if (quotas != null) {
            quotas.tighten(memory.isScarce());
        }
        memoryUse = memory.isDoubtful() ? MemoryUse.look(memoryUse, endpoints, memory.isScarce()) : null;
    }

    /** Who uses memory; {@code null} as long as enough is free. */
    public MemoryStatus memory() {
        MemoryUse use = memoryUse;
        return use == null ? null : use.status();
    }

    /** The quotas; {@code null} as long as nothing has had some. */
    public EndpointQuotas quotas() {
        return quotas;
    }

    /**
     * Follows a changed configuration. Calls that run go on as they began; later ones have the new limits. Calls that wait
     * for a function that has gone fail, unless a version of it serves.
     *
     * @param growth as that of the constructor
     * @return the endpoints that have left: they serve the calls that have found them before
     */
    public Collection<FunctionEndpoint> configure(RuntimeConfig config, IntConsumer growth) {
        ServerConfig server = config.server();
        Collection<FunctionEndpoint> leaving = endpoints.configure(
                config.functions(),
                EffectiveLimits.byDefault(server.timeout(), server.callThreads()),
                server.hasFixedCallThreads() ? null : growth,
                config.openDirectories());
        limit(config);
        leaving.forEach(endpoint -> endpoint.dismiss(
                CallFailure.NOT_FOUND,
                unserved.unknown(endpoint.name(), endpoint.config().tenant())));
        return leaving;
    }

    /** The endpoint of a name. Makes it if there is none. */
    public FunctionEndpoint endpoint(String name) {
        return endpoints.endpoint(name);
    }

    /**
     * Adds a listener, for good.
     *
     * @param changes receives the name of a function after a version was published or withdrawn, or the name was
     *     removed. Called without locks of this package; returns soon and throws nothing
     */
    public void listen(Consumer<String> changes) {
        endpoints.listen(changes);
    }

    /** Whether a name is that of a function of a tenant, also of one that is not there. */
    public boolean isOfTenant(String name) {
        return lookup.isOfTenant(name);
    }

    /**
     * How callers at the address of a tenant call a function; {@code null} if they cannot.
     *
     * @param tenant empty for the address of all
     */
    public String nameAt(String tenant, String name) {
        return lookup.nameAt(tenant, name);
    }

    /** The names of the current endpoints, as a copy. */
    public Set<String> names() {
        return Set.copyOf(endpoints.now().keySet());
    }

    /** Whether calls of the function are served now; empty if the name is unknown. */
    public Optional<Boolean> serves(String name) {
        return Optional.ofNullable(endpoints.now().get(name)).map(FunctionEndpoint::isHealthy);
    }

    /**
     * Removes a name, and ends the wait of its calls unless the function may come back. Not that of a configured function,
     * which keeps its endpoint.
     */
    public void remove(String name) {
        unserved.remove(name);
    }

    public void ask(AbsentFunctions functions) {
        unserved.ask(functions);
    }

    /** Checks again whether the functions that calls wait for may still come. */
    public void reconsider() {
        unserved.reconsider();
    }

    /** Ends the wait of all calls that wait for a function, because the process stops. */
    public void dismissAll() {
        for (FunctionEndpoint endpoint : endpoints.now().values()) {
            endpoint.dismiss(CallFailure.UNAVAILABLE, "the runtime is stopping");
        }
    }

    /**
     * All functions of the start are published from an open directory. After the last one, calls wait only for names that
     * may come.
     */
    public void settle() {
        unserved.settle();
    }

    /**
     * The status of each function, in the order of the configuration or of deployment. Includes a few names that calls
     * wait for.
     */
    public List<FunctionStatus> status() {
        return endpoints.shown().stream().map(FunctionEndpoint::status).toList();
    }

    public InvalidRequests rejected() {
        return new InvalidRequests(unrouted.failed());
    }

    EndpointTable endpoints() {
        return endpoints;
    }

    CallCounts unrouted() {
        return unrouted;
    }

    /** The accepted calls without an outcome. */
    public UnansweredCalls unanswered() {
        return new UnansweredCalls(endpoints);
    }

    FunctionEndpoint route(Call call) throws CallException {
        return lookup.of(call);
    }
}
