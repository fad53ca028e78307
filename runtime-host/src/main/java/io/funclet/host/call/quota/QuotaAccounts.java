package io.funclet.host.call.quota;

import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.TenantConfig;
import io.funclet.host.config.quota.QuotaConfig;
import io.funclet.host.config.quota.QuotaKind;
import io.funclet.host.log.LogContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntBiFunction;

/** The quotas of all tenants and functions of a configuration. Any thread. */
public final class QuotaAccounts {

    private final Map<String, QuotaAccount> ofTenants = new LinkedHashMap<>();
    private final Map<String, QuotaAccount> ofFunctions = new LinkedHashMap<>();

    /**
     * Makes the table. What has the same quotas as before keeps what it has used, and its suspension.
     *
     * @param before {@code null} if there was none
     * @param gauges how much there is now of a kind that {@link QuotaKind#isOfNow}: of a function, or, with a slash at the end, of
     *     a tenant
     * @param changes receives the name of a tenant or a function that is suspended, or not any more
     */
    public QuotaAccounts(
            RuntimeConfig config,
            QuotaAccounts before,
            ToIntBiFunction<QuotaKind, String> gauges,
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
                                    gauges,
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
                                    gauges,
                                    changes)));
        }
    }

    private static QuotaAccount account(
            Map<String, QuotaAccount> before,
            String name,
            String tenant,
            boolean ofTenant,
            QuotaConfig quotas,
            ToIntBiFunction<QuotaKind, String> gauges,
            Consumer<String> changes) {
        QuotaAccount known = before.get(name);
        return known != null && known.config().equals(quotas)
                ? known
                : new QuotaAccount(name, tenant, ofTenant, quotas, gauges, () -> changes.accept(name));
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

    /** While memory is scarce, calls over a soft quota of allocated bytes are rejected. */
    public void tighten(boolean scarce) {
        ofTenants.values().forEach(account -> account.tighten(scarce));
        ofFunctions.values().forEach(account -> account.tighten(scarce));
    }

    /** Whether a function may log another line; counts if it may not. */
    public boolean mayLog(LogContext mark) {
        long now = System.nanoTime();
        QuotaAccount own = ofFunctions.get(mark.function());
        QuotaAccount common = ofTenants.get(mark.tenant());
        return (own == null || own.mayLog(now)) && (common == null || common.mayLog(now));
    }

    /** A function has logged a line. */
    public void logged(LogContext mark, int bytes) {
        for (QuotaAccount account :
                new QuotaAccount[] {ofFunctions.get(mark.function()), ofTenants.get(mark.tenant())}) {
            if (account != null) {
                account.charge(QuotaKind.LOG, bytes);
            }
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
