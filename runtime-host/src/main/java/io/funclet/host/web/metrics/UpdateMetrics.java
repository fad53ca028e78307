package io.funclet.host.web.metrics;

import io.funclet.host.call.stat.DurationCounts;
import io.funclet.host.call.stat.Latency;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.DrainingStatus;
import io.funclet.host.deploy.status.FileStatus;
import io.funclet.host.deploy.status.Outcome.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Metrics of deployments. */
public final class UpdateMetrics {

    /** Other outcomes change nothing and are not counted. */
    private static final Set<Kind> OUTCOMES =
            EnumSet.of(Kind.DEPLOYED, Kind.UPDATED, Kind.REMOVED, Kind.WAITING, Kind.REJECTED);

    private static final Latency NONE = new DurationCounts().sum();

    private UpdateMetrics() {}

    public static void add(MetricFamilies metricFamilies, List<DirectoryStatus> directories) {
        MetricFamilies.Counter updates = metricFamilies.counter(
                "funclet_updates",
                "Changes of jars in a code directory, by what became of them, as far as that was news.");
        MetricFamilies.Gauge files =
                metricFamilies.gauge("funclet_files", "Files of a code directory, by what has become of them.");
        MetricFamilies.Gauge notTaken = metricFamilies.gauge(
                "funclet_files_not_deployed",
                "Files whose last change is rejected or waits, whether or not a former version goes on.");
        MetricFamilies.Gauge draining = metricFamilies.gauge(
                "funclet_draining_versions", "Bundles that are replaced or removed, and still installed.");
        MetricFamilies.Gauge calls = metricFamilies.gauge("funclet_draining_calls", "Calls that still run on those.");
        MetricFamilies.Counter retries = metricFamilies.counter(
                "funclet_start_retries", "Attempts that came by themselves, because the start before had failed.");
        for (DirectoryStatus directory : directories) {
            String path = directory.path().toString();
            for (Kind outcome : OUTCOMES) {
                // From 0 at the start: a rate misses the first event of a new series.
                long count = directory.durations().getOrDefault(outcome, NONE).count();
                updates.add(count, "directory", path, "outcome", name(outcome));
            }
            for (FileStatus.State state : FileStatus.State.values()) {
                long count = directory.files().stream()
                        .filter(file -> file.state() == state)
                        .count();
                files.add(count, "directory", path, "state", name(state));
            }
            for (Kind outcome : EnumSet.of(Kind.REJECTED, Kind.WAITING)) {
                long count = directory.files().stream()
                        .filter(file -> file.last() != null && file.last().kind() == outcome)
                        .count();
                notTaken.add(count, "directory", path, "outcome", name(outcome));
            }
            retries.add(directory.retries(), "directory", path);
            draining.add(directory.draining().size(), "directory", path);
            calls.add(
                    directory.draining().stream()
                            .mapToInt(DrainingStatus::running)
                            .sum(),
                    "directory",
                    path);
        }
        updates.end();
        retries.end();
        Stream.of(files, notTaken, draining, calls).forEach(MetricFamilies.Gauge::end);
        durations(metricFamilies, directories);
    }

    private static void durations(MetricFamilies metricFamilies, List<DirectoryStatus> directories) {
        MetricFamilies.Histogram durations = metricFamilies.histogram(
                "funclet_update_duration_seconds",
                "From the notice of a change of a jar until it was dealt with, by what became of it.");
        for (Kind outcome : OUTCOMES) {
            Latency all = directories.stream()
                    .map(directory -> directory.durations().getOrDefault(outcome, NONE))
                    .reduce(NONE, Latency::plus);
            durations.add(all, "outcome", name(outcome));
        }
        durations.end();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
