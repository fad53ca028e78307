package io.funclet.host.call;

import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.quota.QuotaAccounts;
import io.funclet.host.call.quota.QuotaStatus;
import io.funclet.host.config.RuntimeConfig;
import java.util.List;

/** The quotas of the endpoints. Loaded only where there are some. Any thread. */
public final class EndpointQuotas {

    private final EndpointTable endpoints;

    private volatile QuotaAccounts table;

    EndpointQuotas(EndpointTable endpoints) {
        this.endpoints = endpoints;
    }

    /** Sets the quotas, for calls that begin from now on. One thread at a time. */
    void configure(RuntimeConfig config) {
        table = new QuotaAccounts(config, table, this::changed);
        endpoints.limit(table);
    }

    /** A function, or all functions of a tenant, are suspended, or not any more. */
    private void changed(String name) {
        for (FunctionEndpoint endpoint : endpoints.now().values()) {
            if (endpoint.name().equals(name) || endpoint.config().tenant().equals(name)) {
                endpoint.changed();
            }
        }
    }

    /**
     * What tenants and functions with quotas may use, and have used.
     *
     * @param tenant whose; {@code null} for all
     */
    public List<QuotaStatus> status(String tenant) {
        return table.status().stream()
                .filter(quota -> tenant == null || tenant.equals(quota.tenant()))
                .toList();
    }

    /** Accepts calls of a suspended tenant or function again. Returns whether there is one that was suspended. */
    public boolean resume(String name) {
        return table.resume(name);
    }
}
