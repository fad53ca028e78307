package io.funclet.host.web.metrics;

import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.RolloutStatus;
import io.funclet.host.deploy.status.RolloutStatus.Copies;
import io.funclet.host.deploy.status.RolloutStatus.Side;
import io.funclet.host.web.metrics.MetricFamilies.Points;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Metrics of new versions that are compared with those before them. There are none without. */
public final class RolloutMetrics {

    private static final Map<String, ToDoubleFunction<Side>> DURATIONS = Map.of(
            "0.5", side -> seconds(side.p50()),
            "0.95", side -> seconds(side.p95()),
            "0.99", side -> seconds(side.p99()));

    private RolloutMetrics() {}

    public static void add(MetricFamilies families, List<DirectoryStatus> directories) {
        Points calls =
                families.gauge("funclet_rollout_calls", "Last calls of the two versions of a function in comparison.");
        Points errors = families.gauge("funclet_rollout_errors", "Those of them that failed.");
        Points panics = families.gauge("funclet_rollout_panics", "Those of them that ended by an Error of Java.");
        Points durations =
                families.gauge("funclet_rollout_duration_seconds", "How long the handler took for these calls.");
        Points share = families.gauge("funclet_rollout_share", "The part of the calls that the new version gets.");
        Points left = families.gauge(
                "funclet_rollout_left_seconds", "The time until the part grows or the comparison ends by itself.");
        Points copies = families.gauge(
                "funclet_rollout_copies", "Copies of calls for a new version, whose replies are dropped.");
        for (DirectoryStatus directory : directories) {
            for (RolloutStatus rollout : directory.rollouts()) {
                // Two tenants, and two files, may have functions of one name.
                String[] labels = {
                    "directory", directory.path().toString(), "file", rollout.file(), "function", rollout.function()
                };
                for (Side side : List.of(rollout.old(), rollout.now())) {
                    String[] ofSide = MetricFamilies.with(
                            labels, "side", side == rollout.now() ? "new" : "old", "version", side.version());
                    calls.add(side.calls(), ofSide);
                    errors.add(side.errors(), ofSide);
                    panics.add(side.panics(), ofSide);
                    DURATIONS.forEach((quantile, duration) -> durations.add(
                            duration.applyAsDouble(side), MetricFamilies.with(ofSide, "quantile", quantile)));
                }
                if (rollout.copies() != null) {
                    add(copies, rollout.copies(), labels);
                }
                share.add(rollout.percent() / 100.0, labels);
                if (!rollout.held()) {
                    left.add(Math.max(0, seconds(rollout.length().minus(rollout.lasted()))), labels);
                }
            }
        }
    }

    private static void add(Points points, Copies copies, String... labels) {
        long alike = copies.compared() - copies.different();
        points.add(alike, MetricFamilies.with(labels, "reply", "alike"));
        points.add(copies.different(), MetricFamilies.with(labels, "reply", "different"));
        points.add(copies.dropped(), MetricFamilies.with(labels, "reply", "dropped"));
    }

    private static double seconds(Duration duration) {
        return HistogramBuckets.seconds(duration);
    }
}
