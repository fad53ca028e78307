package io.funclet.host.call.quota;

import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.quota.QuotaConfig;
import io.funclet.host.config.quota.QuotaKind;
import io.funclet.host.log.LogContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntBiFunction;
import java.util.stream.Stream;

/** What one tenant or one function may use, and has used. Thread-safe. */
final class QuotaAccount {

    private static final QuotaKind[] KINDS = QuotaKind.values();

    private final String name;
    private final String tenant;
    private final boolean ofTenant;
    private final QuotaConfig config;

    private final Quota[] soft = new Quota[KINDS.length];
    private final Quota[] hard = new Quota[KINDS.length];

    /** What was used; {@code null} for what has no limit. */
    private final LongAdder[] used = new LongAdder[KINDS.length];

    /** Those of them that may go into debt. */
    private final Quota[] debts;

    /** What is limited of what there is at this moment. */
    private final QuotaKind[] counted;

    private final ToIntBiFunction<QuotaKind, String> gauges;

    private final ThreadCount threads;

    /** For the gauges. */
    private final String owner;

    private final LogContext mark;

    private final Suspension suspension;

    /** The soft quota that is hard while memory is scarce; {@code null} for none. */
    private volatile Quota tightened;

    /** @param change runs after a suspension and after its end */
    QuotaAccount(
            String name,
            String tenant,
            boolean ofTenant,
            QuotaConfig config,
            ToIntBiFunction<QuotaKind, String> gauges,
            Runnable change) {
        this.name = name;
        this.tenant = tenant;
        this.ofTenant = ofTenant;
        this.config = config;
        this.gauges = gauges;
        this.owner = ofTenant ? FunctionConfig.fullName(name, "") : name;
        this.threads = new ThreadCount(() -> gauges.applyAsInt(QuotaKind.THREADS, owner));
        this.mark = new LogContext(tenant, ofTenant ? "" : name, "", "", "");
        this.suspension = new Suspension(name, toString(), mark, config.suspend(), change);
        long now = System.nanoTime();
        for (QuotaKind kind : KINDS) {
            soft[kind.ordinal()] = quota(kind, false, config.soft().get(kind), now);
            hard[kind.ordinal()] = quota(kind, true, config.hard().get(kind), now);
            used[kind.ordinal()] = limits(kind) ? new LongAdder() : null;
        }
        counted =
                Stream.of(KINDS).filter(kind -> kind.isOfNow() && limits(kind)).toArray(QuotaKind[]::new);
        debts = Stream.of(hard)
                .filter(quota -> quota != null && quota.rejectsLaterCalls())
                .toArray(Quota[]::new);
    }

    private Quota quota(QuotaKind kind, boolean isHard, Long limit, long now) {
        return limit == null
                ? null
                : new Quota(
                        this.toString(),
                        mark,
                        kind,
                        isHard,
                        limit,
                        config.burst().toNanos(),
                        now);
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
        return suspension.reason() != null;
    }

    /** Accepts a call; otherwise returns why not. */
    QuotaRejection enter(long now, boolean waits) {
        String suspended = suspension.reason();
        if (suspended != null) {
            return new QuotaRejection(suspended, -1);
        }
        for (Quota quota : debts) {
            long missing = quota.credit.debt(now);
            if (missing > 0) {
                return reject(quota, missing, now);
            }
        }
        Quota strict = tightened;
        long debt = strict == null ? 0 : strict.credit.debt(now);
        if (debt > 0) {
            return reject(strict, debt, now);
        }
        for (QuotaKind kind : counted) {
            if (waits || kind != QuotaKind.QUEUE) {
                // With this call.
                int number = now(kind, now) + (kind == QuotaKind.THREADS ? 0 : 1);
                QuotaRejection rejection = bound(kind, number, now);
                if (rejection != null) {
                    return rejection;
                }
            }
        }
        return rate(now);
    }

    private int now(QuotaKind kind, long now) {
        return kind == QuotaKind.THREADS ? threads.count(now) : gauges.applyAsInt(kind, owner);
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

    void tighten(boolean scarce) {
        tightened = scarce ? soft[QuotaKind.ALLOCATION.ordinal()] : null;
    }

    /** Whether another line may go to the log; counts if not. */
    boolean mayLog(long now) {
        Quota limit = hard[QuotaKind.LOG.ordinal()];
        boolean over = limit != null && limit.credit.debt(now) > 0;
        if (over) {
            limit.exceed(now);
        }
        return !over;
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
        if (quota.hard) {
            suspension.count(quota, now);
        }
        // At least 1: a client that tries again at once would be rejected.
        long millis = TimeUnit.NANOSECONDS.toMillis(missingNanos) + 1;
        return new QuotaRejection(
                this + " is over its " + quota + (quota.hard ? "" : ", and memory is scarce") + "; try again "
                        + quota.words(millis),
                missingNanos == 0 ? 0 : TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Accepts calls again, with full credit. Returns whether it was suspended. */
    boolean resume() {
        return suspension.end(() -> {
            long now = System.nanoTime();
            for (Quota quota : hard) {
                if (quota != null && quota.credit != null) {
                    quota.credit.refill(now);
                }
            }
        });
    }

    private long used(QuotaKind kind) {
        return kind.isOfNow() ? now(kind, System.nanoTime()) : used[kind.ordinal()].sum();
    }

    QuotaStatus status() {
        List<QuotaStatus.Use> uses = new ArrayList<>();
        for (QuotaKind kind : KINDS) {
            if (limits(kind)) {
                uses.add(Quota.use(kind, used(kind), soft[kind.ordinal()], hard[kind.ordinal()]));
            }
        }
        String reason = suspension.reason();
        return new QuotaStatus(name, tenant, ofTenant, uses, suspension.since(), reason == null ? "" : reason);
    }

    /** In words. */
    @Override
    public String toString() {
        return (ofTenant ? "tenant " : "function ") + name;
    }
}
