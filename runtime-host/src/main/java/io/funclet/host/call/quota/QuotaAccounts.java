package io.funclet.host.call.quota;

import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.TenantConfig;
import io.funclet.host.config.quota.QuotaConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** The quotas of all tenants and functions of a configuration. Any thread. */
public final class QuotaAccounts {

    private final Map<String, QuotaAccount> ofTenants = new LinkedHashMap<>();
    private final Map<String, QuotaAccount> ofFunctions = new LinkedHashMap<>();

    /**
     * Makes the table. What has the same quotas as before keeps what it has used, and its suspension.
     *
     * @param before {@code null} if there was none
     * @param calls how many calls are accepted and have not ended: of a function, or, with a slash at the end, of a tenant
     * @param threads counts those that functions of a tenant have started
     * @param changes receives the name of a tenant or a function that is suspended, or not any more
     */
    public QuotaAccounts(
            RuntimeConfig config,
            QuotaAccounts before,
            ToIntFunction<String> calls,
            ToIntFunction<String> threads,
            Consumer<String> changes) {
        for (TenantConfig tenant : config.tenants()) {
            tenant.quotas()
                    .ifPresent(quotas -> ofTenants.put(
                            tenant.name(),
                            account(
                                    before == null ? Map.of() : before.ofTenants,
                                    tenant.name(),
                                    tenant.name(),
                                    true,
                                    quotas,
                                    calls,
                                    threads,
                                    changes)));
        }
        for (FunctionConfig function : config.functions()) {
            function.quotas()
                    .ifPresent(quotas -> ofFunctions.put(
                            function.name(),
                            account(
                                    before == null ? Map.of() : before.ofFunctions,
                                    function.name(),
                                    function.tenant(),
                                    false,
                                    quotas,
                                    calls,
                                    threads,
                                    changes)));
        }
    }

    private static QuotaAccount account(
            Map<String, QuotaAccount> before,
            String name,
            String tenant,
            boolean ofTenant,
            QuotaConfig quotas,
            ToIntFunction<String> calls,
            ToIntFunction<String> threads,
            Consumer<String> changes) {
        String owner = ofTenant ? FunctionConfig.fullName(name, "") : name;
        QuotaAccount known = before.get(name);
        return known != null && known.config().equals(quotas)
                ? known
                : new QuotaAccount(
                        name,
                        tenant,
                        ofTenant,
                        quotas,
                        () -> calls.applyAsInt(owner),
                        new ThreadCount(tenant, threads),
                        () -> changes.accept(name));
    }

    /** The quotas of a function; {@code null} if it has none. */
    public CallQuotas of(FunctionConfig function) {
        List<QuotaAccount> accounts = new ArrayList<>();
        add(ofFunctions.get(function.name()), accounts);
        add(ofTenants.get(function.tenant()), accounts);
        return accounts.isEmpty() ? null : new CallQuotas(accounts);
    }

    private static void add(QuotaAccount account, List<QuotaAccount> accounts) {
        if (account != null) {
            accounts.add(account);
        }
    }

    /** What each may use, and has used. */
    public List<QuotaStatus> status() {
        List<QuotaStatus> status = new ArrayList<>();
        ofTenants.values().forEach(account -> status.add(account.status()));
        ofFunctions.values().forEach(account -> status.add(account.status()));
        return status;
    }

    /**
     * Accepts calls of a suspended tenant or function again.
     *
     * @return whether there is one that was suspended
     */
    public boolean resume(String name) {
        boolean resumed = false;
        for (Map<String, QuotaAccount> accounts : List.of(ofTenants, ofFunctions)) {
            QuotaAccount account = accounts.get(name);
            resumed |= account != null && account.resume();
        }
        return resumed;
    }
}
