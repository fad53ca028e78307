package io.funclet.host.web.metrics;

import io.funclet.host.call.stat.DurationCounts;
import io.funclet.host.call.stat.Latency;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.DrainingStatus;
import io.funclet.host.deploy.status.FileStatus;
import io.funclet.host.deploy.status.Outcome.Kind;
import io.funclet.host.web.metrics.MetricFamilies.Histogram;
import io.funclet.host.web.metrics.MetricFamilies.Points;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Metrics of deployments. */
public final class UpdateMetrics {

    /** Other outcomes change nothing and are not counted. */
    private static final Set<Kind> OUTCOMES =
            EnumSet.of(Kind.DEPLOYED, Kind.UPDATED, Kind.REMOVED, Kind.WAITING, Kind.REJECTED);

    private static final Latency NONE = new DurationCounts().sum();

    private UpdateMetrics() {}

    public static void add(MetricFamilies families, List<DirectoryStatus> directories) {
        Points updates = families.counter("funclet_updates", "Changes of jars in a code directory, by outcome.");
        Points files = families.gauge("funclet_files", "Files of a code directory, by state.");
        Points notDeployed = families.gauge(
                "funclet_files_not_deployed",
                "Files whose last change was rejected or waits; a former version may go on.");
        Points draining = families.gauge(
                "funclet_draining_versions", "Bundles that were replaced or removed, and are still installed.");
        Points calls = families.gauge("funclet_draining_calls", "Calls that still run on draining versions.");
        Points retries = families.counter("funclet_start_retries", "Automatic retries of failed starts.");
        Points takenBack = families.gauge(
                "funclet_files_taken_back",
                "Files whose content was taken back or rolled back, and is not deployed until it changes.");
        for (DirectoryStatus directory : directories) {
            String path = directory.path().toString();
            for (Kind outcome : OUTCOMES) {
                // From 0 at the start: a rate misses the first event of a new series.
                long count = directory.durations().getOrDefault(outcome, NONE).count();
                updates.add(count, "directory", path, "outcome", MetricFamilies.label(outcome));
            }
            for (FileStatus.State state : FileStatus.State.values()) {
                long count = directory.files().stream()
                        .filter(file -> file.state() == state)
                        .count();
                files.add(count, "directory", path, "state", MetricFamilies.label(state));
            }
            for (Kind outcome : EnumSet.of(Kind.REJECTED, Kind.WAITING)) {
                long count = directory.files().stream()
                        .filter(file -> file.last() != null && file.last().kind() == outcome)
                        .count();
                notDeployed.add(count, "directory", path, "outcome", MetricFamilies.label(outcome));
            }
            retries.add(directory.retries(), "directory", path);
            takenBack.add(directory.takenBack(), "directory", path);
            draining.add(directory.draining().size(), "directory", path);
            int running = directory.draining().stream()
                    .mapToInt(DrainingStatus::running)
                    .sum();
            calls.add(running, "directory", path);
        }
        Histogram durations = families.histogram(
                "funclet_update_duration_seconds",
                "Time from the detection of a change of a jar to its end, by outcome.");
        for (Kind outcome : OUTCOMES) {
            Latency all = directories.stream()
                    .map(directory -> directory.durations().getOrDefault(outcome, NONE))
                    .reduce(NONE, Latency::plus);
            durations.add(all, "outcome", MetricFamilies.label(outcome));
        }
    }
}
