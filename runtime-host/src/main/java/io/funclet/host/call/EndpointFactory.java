package io.funclet.host.call;

import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.endpoint.WorkerQuota;
import io.funclet.host.call.model.EffectiveLimits;
import io.funclet.host.call.quota.QuotaAccounts;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.RequestedLimits;
import io.funclet.host.config.policy.RefusalPolicy;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executor;

/** Makes endpoints, which share the workers. Any thread. */
final class EndpointFactory {

    /** Of functions that are not configured. */
    private static final Path NOWHERE = Path.of("");

    private final RefusalPolicy refusalPolicy;

    /** {@code null} without tenants. */
    private final TenantNames tenants;

    private final WorkerQuota workerQuota;
    private final Executor workers;
    private final boolean measured;

    /** {@code null} without quotas. */
    private volatile QuotaAccounts quotas;

    /** @param tenants {@code null} without tenants */
    EndpointFactory(
            RefusalPolicy refusalPolicy,
            TenantNames tenants,
            WorkerQuota workerQuota,
            Executor workers,
            boolean measured) {
        this.refusalPolicy = refusalPolicy;
        this.tenants = tenants;
        this.workerQuota = workerQuota;
        this.workers = workers;
        this.measured = measured;
    }

    FunctionConfig unconfigured(String name) {
        FunctionConfig own = new FunctionConfig(name, name, NOWHERE, Map.of(), RequestedLimits.NONE, refusalPolicy);
        return tenants == null ? own : own.of(tenants.ofName(name));
    }

    FunctionEndpoint make(FunctionConfig function, EffectiveLimits defaults) {
        FunctionEndpoint endpoint = new FunctionEndpoint(function, defaults, workerQuota, workers, measured);
        workerQuota.join(endpoint.bulkhead());
        QuotaAccounts limits = quotas;
        if (limits != null) {
            endpoint.use(limits.of(function));
        }
        return endpoint;
    }

    /** Sets the quotas of endpoints that are made from now on. */
    void limit(QuotaAccounts changed) {
        quotas = changed;
    }
}
