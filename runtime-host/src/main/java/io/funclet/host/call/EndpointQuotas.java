package io.funclet.host.call;

import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.quota.QuotaAccounts;
import io.funclet.host.call.quota.QuotaStatus;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.quota.QuotaKind;
import io.funclet.host.log.LogContext;
import io.funclet.host.log.LogQuota;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The quotas of the endpoints. Loaded only where there are some. Any thread. */
public final class EndpointQuotas implements LogQuota {

    private final EndpointTable endpoints;
    private final ToIntFunction<String> threads;

    private volatile QuotaAccounts table;

    private volatile Members members = Members.of(Map.of());

    /**
     * The endpoints by their own name, and by that of their tenant with the slash that no function's ends with.
     *
     * @param table of which it was made
     */
    private record Members(Map<String, FunctionEndpoint> table, Map<String, List<FunctionEndpoint>> byOwner) {

        static Members of(Map<String, FunctionEndpoint> table) {
            Map<String, List<FunctionEndpoint>> byOwner = new HashMap<>();
            table.forEach((name, endpoint) -> {
                byOwner.put(name, List.of(endpoint));
                String tenant = endpoint.config().tenant();
                if (!tenant.isEmpty()) {
                    byOwner.computeIfAbsent(FunctionConfig.fullName(tenant, ""), any -> new ArrayList<>())
                            .add(endpoint);
                }
            });
            return new Members(table, byOwner);
        }
    }

    /** @param threads counts those that functions of a tenant have started */
    EndpointQuotas(EndpointTable endpoints, ToIntFunction<String> threads, RuntimeConfig config) {
        this.endpoints = endpoints;
        this.threads = threads;
        this.table = new QuotaAccounts(config, null, this::gauge, this::changed);
    }

    /** Sets the quotas, for calls that begin from now on. One thread at a time. */
    void configure(RuntimeConfig config) {
        table = new QuotaAccounts(config, table, this::gauge, this::changed);
        endpoints.limit(table);
        // A suspension may have ended with the quotas of before.
        endpoints.now().values().forEach(FunctionEndpoint::changed);
    }

    /** By a key of {@link Members}. */
    private int gauge(QuotaKind kind, String owner) {
        if (kind == QuotaKind.THREADS) {
            return threads.applyAsInt(owner.substring(0, owner.length() - 1));
        }
        Map<String, FunctionEndpoint> now = endpoints.now();
        Members known = members;
        if (known.table() != now) {
            known = Members.of(now);
            members = known;
        }
        int calls = 0;
        for (FunctionEndpoint endpoint : known.byOwner().getOrDefault(owner, List.of())) {
            int inside = endpoint.bulkhead().inside();
            boolean mayRun = kind == QuotaKind.QUEUE && endpoint.serves();
            calls += mayRun ? Math.max(0, inside - endpoint.bulkhead().capacity()) : inside;
        }
        return calls;
    }

    /** While memory is scarce, calls over a soft quota of allocated bytes are rejected. */
    void tighten(boolean scarce) {
        table.tighten(scarce);
    }

    @Override
    public boolean allows(LogContext mark) {
        return table.mayLog(mark);
    }

    @Override
    public void charge(LogContext mark, int bytes) {
        table.logged(mark, bytes);
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
