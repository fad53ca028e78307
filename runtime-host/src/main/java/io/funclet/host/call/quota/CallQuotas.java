package io.funclet.host.call.quota;

import io.funclet.api.Payload;
import io.funclet.host.call.model.CallException;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.Responder;
import io.funclet.host.call.stat.CostListener;
import io.funclet.host.config.quota.QuotaKind;
import java.util.List;

/** The quotas that hold for the calls of one function: its own, and those of its tenant. Thread-safe. */
public final class CallQuotas implements CostListener {

    private final QuotaAccount[] accounts;
    private final boolean payload;
    private final boolean allocation;
    private final boolean cpu;

    CallQuotas(List<QuotaAccount> accounts) {
        this.accounts = accounts.toArray(QuotaAccount[]::new);
        this.payload = limits(QuotaKind.PAYLOAD);
        this.allocation = limits(QuotaKind.ALLOCATION);
        this.cpu = limits(QuotaKind.CPU);
    }

    private boolean limits(QuotaKind kind) {
        for (QuotaAccount account : accounts) {
            if (account.limits(kind)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the costs of calls are to be measured. */
    public boolean needsCosts() {
        return allocation || cpu;
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

    /** Accepts a call, whose outcome is to go through {@link #count}; otherwise returns why not. */
    public QuotaRejection enter() {
        long now = System.nanoTime();
        for (int i = 0; i < accounts.length; i++) {
            QuotaRejection rejection = accounts[i].enter(now);
            if (rejection != null) {
                while (--i >= 0) {
                    accounts[i].leave();
                }
                return rejection;
            }
        }
        return null;
    }

    /** Where the outcome of a call goes that has {@linkplain #enter entered}. */
    public Responder count(Responder responder, Payload event) {
        return new CountedResponder(responder, event.size());
    }

    private void leave(int payloadBytes) {
        for (QuotaAccount account : accounts) {
            account.leave();
            if (payload) {
                account.charge(QuotaKind.PAYLOAD, payloadBytes);
            }
        }
    }

    @Override
    public boolean wantsEachAllocation() {
        return allocation;
    }

    @Override
    public void allocated(long bytes) {
        for (QuotaAccount account : accounts) {
            account.charge(QuotaKind.ALLOCATION, bytes);
        }
    }

    @Override
    public void ran(long cpuNanos) {
        if (cpu) {
            for (QuotaAccount account : accounts) {
                account.charge(QuotaKind.CPU, cpuNanos);
            }
        }
    }

    private final class CountedResponder implements Responder {

        private final Responder responder;
        private final int eventBytes;

        CountedResponder(Responder responder, int eventBytes) {
            this.responder = responder;
            this.eventBytes = eventBytes;
        }

        @Override
        public CallException refusal(Payload response) {
            return responder.refusal(response);
        }

        @Override
        public boolean hasRoom(Payload response) {
            return responder.hasRoom(response);
        }

        @Override
        public Payload errorDocument(String message) {
            return responder.errorDocument(message);
        }

        @Override
        public void succeed(Payload response) {
            responder.succeed(response);
            leave(eventBytes + response.size());
        }

        @Override
        public void fail(CallFailure failure, String message) {
            responder.fail(failure, message);
            leave(eventBytes);
        }
    }
}
