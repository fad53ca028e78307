package io.funclet.host.deploy.status;

import io.funclet.host.call.stat.Latency;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The status of a code directory.
 *
 * @param path as it was configured
 * @param trust what becomes of its jars that are not trusted: {@code off}, {@code warn} or {@code require}
 * @param files by name
 * @param rollouts the functions whose new version is compared with the one before it
 * @param takenBack how many files have a content that was taken back or rolled back
 * @param history how the last 50 changes ended, the newest first
 * @param retries how often files have been retried after a failed start, since the process started
 * @param durations how long all changes took since the process started, by how they ended, as far as that is news
 */
public record DirectoryStatus(
        Path path,
        String trust,
        List<FileStatus> files,
        List<HandlerStatus> handlers,
        List<DrainingStatus> draining,
        List<RolloutStatus> rollouts,
        int takenBack,
        List<Outcome> history,
        long retries,
        Map<Outcome.Kind, Latency> durations) {

    public DirectoryStatus {
        files = List.copyOf(files);
        handlers = List.copyOf(handlers);
        draining = List.copyOf(draining);
        rollouts = List.copyOf(rollouts);
        history = List.copyOf(history);
        durations = Map.copyOf(durations);
    }
}
