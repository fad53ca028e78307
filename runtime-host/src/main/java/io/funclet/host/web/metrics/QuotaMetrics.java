package io.funclet.host.web.metrics;

import io.funclet.host.call.quota.QuotaStatus;
import io.funclet.host.web.metrics.MetricFamilies.Points;
import java.util.List;
import java.util.Set;

/** Metrics of quotas. There are none without quotas. */
public final class QuotaMetrics {

    private static final Set<String> OF_NOW = Set.of("concurrent", "queue", "threads");
    private static final String CPU = "cpu";

    private QuotaMetrics() {}

    public static void add(MetricFamilies families, List<QuotaStatus> quotas) {
        if (quotas.isEmpty()) {
            return;
        }
        Points used = families.counter(
                "funclet_quota_used",
                "What a tenant or a function has used of what has a quota: calls, bytes, seconds of processor time.");
        Points now =
                families.gauge("funclet_quota_now", "Calls at once, waiting calls and threads that there are now.");
        Points limit = families.gauge(
                "funclet_quota_limit",
                "The quota: calls or threads at once; calls, bytes, or seconds of processor time a second.");
        Points exceeded = families.counter(
                "funclet_quota_exceeded",
                "Calls or log lines beyond a soft quota, and those that a hard one has rejected or left out.");
        Points suspended = families.gauge(
                "funclet_suspended",
                "1 if all calls of a tenant or a function are rejected until an operator ends that.");
        for (QuotaStatus quota : quotas) {
            String owner = quota.ofTenant() ? "tenant" : "function";
            for (QuotaStatus.Use use : quota.uses()) {
                if (OF_NOW.contains(use.quota())) {
                    now.add(use.used(), owner, quota.name(), "quota", use.quota());
                } else {
                    used.add(
                            use.used() / (use.quota().equals(CPU) ? 1e9 : 1),
                            owner,
                            quota.name(),
                            "quota",
                            use.quota());
                }
                add(
                        limit,
                        exceeded,
                        use,
                        use.soft(),
                        use.softExceeded(),
                        owner,
                        quota.name(),
                        "quota",
                        use.quota(),
                        "level",
                        "soft");
                add(
                        limit,
                        exceeded,
                        use,
                        use.hard(),
                        use.hardExceeded(),
                        owner,
                        quota.name(),
                        "quota",
                        use.quota(),
                        "level",
                        "hard");
            }
            suspended.add(quota.suspended() == null ? 0 : 1, owner, quota.name());
        }
    }

    private static void add(
            Points limit, Points exceeded, QuotaStatus.Use use, long most, long beyond, String... labels) {
        if (most > 0) {
            limit.add(most / (use.quota().equals(CPU) ? 100.0 : 1), labels);
            exceeded.add(beyond, labels);
        }
    }
}
