package io.funclet.host.call.quota;

import io.funclet.host.call.stat.CostListener;
import io.funclet.host.config.quota.QuotaKind;
import java.util.List;

/** The quotas that hold for the calls of one function: its own, and those of its tenant. Thread-safe. */
public final class CallQuotas implements CostListener {

    private final QuotaAccount[] accounts;

    CallQuotas(List<QuotaAccount> accounts) {
        this.accounts = accounts.toArray(QuotaAccount[]::new);
    }

    /** Whether the costs of calls are to be measured. */
    public boolean needsCosts() {
        for (QuotaAccount account : accounts) {
            if (account.limits(QuotaKind.PAYLOAD)
                    || account.limits(QuotaKind.ALLOCATION)
                    || account.limits(QuotaKind.CPU)) {
                return true;
            }
        }
        return false;
    }

    /** Whether all calls are rejected, until an operator ends that. */
    public boolean areSuspended() {
        for (QuotaAccount account : accounts) {
            if (account.isSuspended()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Accepts a call; otherwise returns why not.
     *
     * @param now the present {@link System#nanoTime}
     * @param waits whether the call cannot run at once
     */
    public QuotaRejection enter(long now, boolean waits) {
        for (QuotaAccount account : accounts) {
            QuotaRejection rejection = account.enter(now, waits);
            if (rejection != null) {
                return rejection;
            }
        }
        return null;
    }

    @Override
    public void used(long payloadBytes, long allocatedBytes, long cpuNanos) {
        for (QuotaAccount account : accounts) {
            account.charge(QuotaKind.PAYLOAD, payloadBytes);
            account.charge(QuotaKind.ALLOCATION, allocatedBytes);
            account.charge(QuotaKind.CPU, cpuNanos);
        }
    }
}
