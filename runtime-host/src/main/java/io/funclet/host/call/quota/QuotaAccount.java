package io.funclet.host.call.quota;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.config.quota.QuotaConfig;
import io.funclet.host.config.quota.QuotaKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** What one tenant or one function may use, and has used. Thread-safe. */
final class QuotaAccount {

    private static final Logger LOG = Logger.getLogger(QuotaAccount.class.getName());

    private static final QuotaKind[] KINDS = QuotaKind.values();

    private final String name;
    private final String tenant;
    private final boolean ofTenant;
    private final QuotaConfig config;
    private final Runnable change;

    private final Quota[] soft = new Quota[KINDS.length];
    private final Quota[] hard = new Quota[KINDS.length];

    /** What was used; {@code null} for what has no limit. */
    private final LongAdder[] used = new LongAdder[KINDS.length];

    /** Those of them that may go into debt. */
    private final Quota[] debts;

    private final boolean countsCalls;
    private final boolean countsThreads;

    /** How many calls are accepted and have not ended. */
    private final IntSupplier calls;

    private final ThreadCount threads;

    private volatile Suspension suspension;

    @GuardedBy("this")
    private final RejectedSeconds rejected = new RejectedSeconds();

    private record Suspension(Instant since, String reason) {}

    /**
     * @param calls how many calls are accepted and have not ended
     * @param change runs after a suspension and after its end
     */
    QuotaAccount(
            String name,
            String tenant,
            boolean ofTenant,
            QuotaConfig config,
            IntSupplier calls,
            ThreadCount threads,
            Runnable change) {
        this.name = name;
        this.tenant = tenant;
        this.ofTenant = ofTenant;
        this.config = config;
        this.calls = calls;
        this.threads = threads;
        this.change = change;
        long now = System.nanoTime();
        for (QuotaKind kind : KINDS) {
            soft[kind.ordinal()] = quota(kind, false, config.soft().get(kind), now);
            hard[kind.ordinal()] = quota(kind, true, config.hard().get(kind), now);
            used[kind.ordinal()] = limits(kind) ? new LongAdder() : null;
        }
        countsCalls = limits(QuotaKind.CONCURRENT);
        countsThreads = limits(QuotaKind.THREADS);
        debts = Stream.of(hard)
                .filter(quota -> quota != null && quota.credit != null && quota.kind != QuotaKind.RATE)
                .toArray(Quota[]::new);
    }

    private Quota quota(QuotaKind kind, boolean isHard, Long limit, long now) {
        return limit == null
                ? null
                : new Quota(this.toString(), kind, isHard, limit, config.burst().toNanos(), now);
    }

    String name() {
        return name;
    }

    QuotaConfig config() {
        return config;
    }

    boolean limits(QuotaKind kind) {
        return soft[kind.ordinal()] != null || hard[kind.ordinal()] != null;
    }

    boolean isSuspended() {
        return suspension != null;
    }

    /** Accepts a call; otherwise returns why not. */
    QuotaRejection enter(long now) {
        Suspension suspended = suspension;
        if (suspended != null) {
            return new QuotaRejection(suspended.reason(), -1);
        }
        for (Quota quota : debts) {
            long missing = quota.credit.debt(now);
            if (missing > 0) {
                return reject(quota, missing, now);
            }
        }
        QuotaRejection rejection = countsThreads ? bound(QuotaKind.THREADS, threads.count(now), now) : null;
        if (rejection == null && countsCalls) {
            rejection = bound(QuotaKind.CONCURRENT, calls.getAsInt() + 1L, now);
        }
        return rejection == null ? rate(now) : rejection;
    }

    private QuotaRejection bound(QuotaKind kind, long number, long now) {
        Quota most = hard[kind.ordinal()];
        if (most != null && number > most.limit) {
            return reject(most, 0, now);
        }
        Quota told = soft[kind.ordinal()];
        if (told != null && number > told.limit) {
            told.exceed(now);
        }
        return null;
    }

    private QuotaRejection rate(long now) {
        LongAdder sum = used[QuotaKind.RATE.ordinal()];
        if (sum == null) {
            return null;
        }
        Quota rate = hard[QuotaKind.RATE.ordinal()];
        long missing = rate == null ? 0 : rate.credit.takeIfThere(1, now);
        if (missing > 0) {
            return reject(rate, missing, now);
        }
        Quota told = soft[QuotaKind.RATE.ordinal()];
        if (told != null && told.credit.take(1, now) > 0) {
            told.exceed(now);
        }
        sum.increment();
        return null;
    }

    /** Something was used, whether or not there was credit. */
    void charge(QuotaKind kind, long units) {
        if (used[kind.ordinal()] == null) {
            return;
        }
        used[kind.ordinal()].add(units);
        long now = System.nanoTime();
        Quota limit = hard[kind.ordinal()];
        if (limit != null) {
            limit.credit.take(units, now);
        }
        Quota told = soft[kind.ordinal()];
        if (told != null && told.credit.take(units, now) > 0) {
            told.exceed(now);
        }
    }

    private QuotaRejection reject(Quota quota, long missingNanos, long now) {
        quota.exceed(now);
        suspendIfItGoesOn(quota, now);
        // At least 1: a client that tries again at once would be rejected.
        long millis = TimeUnit.NANOSECONDS.toMillis(missingNanos) + 1;
        return new QuotaRejection(
                this + " is over its " + quota + "; try again " + quota.words(millis),
                missingNanos == 0 ? 0 : TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private synchronized void suspendIfItGoesOn(Quota quota, long now) {
        if (config.suspend().isEmpty() || suspension != null) {
            return;
        }
        int most = config.suspend().getAsInt();
        if (rejected.add(now) >= most) {
            Instant since = Instant.now();
            String reason = this + " is suspended since " + since + ", because calls over its " + quota
                    + " were rejected in " + most + " seconds of a minute; an operator ends this by: funclet resume "
                    + name;
            suspension = new Suspension(since, reason);
            LOG.severe(reason);
            change.run();
        }
    }

    /** Accepts calls again, with full credit. Returns whether it was suspended. */
    synchronized boolean resume() {
        if (suspension == null) {
            return false;
        }
        long now = System.nanoTime();
        for (Quota quota : hard) {
            if (quota != null && quota.credit != null) {
                quota.credit.refill(now);
            }
        }
        rejected.clear();
        suspension = null;
        LOG.info(this + " is not suspended any more");
        change.run();
        return true;
    }

    private long used(QuotaKind kind) {
        return switch (kind) {
            case CONCURRENT -> calls.getAsInt();
            case THREADS -> threads.count(System.nanoTime());
            case RATE, PAYLOAD, ALLOCATION, CPU -> used[kind.ordinal()].sum();
        };
    }

    QuotaStatus status() {
        List<QuotaStatus.Use> uses = new ArrayList<>();
        for (QuotaKind kind : KINDS) {
            if (limits(kind)) {
                Quota told = soft[kind.ordinal()];
                Quota limit = hard[kind.ordinal()];
                uses.add(new QuotaStatus.Use(
                        kind.key(),
                        used(kind),
                        told == null ? 0 : told.limit,
                        limit == null ? 0 : limit.limit,
                        told == null ? 0 : told.exceeded(),
                        limit == null ? 0 : limit.exceeded()));
            }
        }
        Suspension now = suspension;
        return new QuotaStatus(
                name, tenant, ofTenant, uses, now == null ? null : now.since(), now == null ? "" : now.reason());
    }

    /** In words. */
    @Override
    public String toString() {
        return (ofTenant ? "tenant " : "function ") + name;
    }
}
