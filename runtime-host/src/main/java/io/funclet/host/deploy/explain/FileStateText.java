package io.funclet.host.deploy.explain;

import io.funclet.host.deploy.status.FileStatus;
import io.funclet.host.deploy.status.RetryStatus;
import java.time.Duration;
import java.time.Instant;

/** The state of a file in words, after "is". */
final class FileStateText {

    private FileStateText() {}

    static String of(FileStatus file) {
        return switch (file.state()) {
            case SERVING -> "serving";
            case STANDBY -> "on standby: other bundles serve its functions, or no configured function asks for them";
            case ACTIVE -> "active, and offers no function";
            case WAITING ->
                "waiting: it is tried again when another bundle comes or goes, or there is room"
                        + (file.retry() == null ? "" : "; and by itself, " + of(file.retry()));
            case REJECTED ->
                "rejected, "
                        + (file.retry() == null
                                ? "until the file changes"
                                : "and tried again by itself, " + of(file.retry()));
            case REMOVED -> "removed";
            case PENDING -> "being looked at: checked, started, or still written";
        };
    }

    private static String of(RetryStatus retry) {
        String next = "next when its last start has ended";
        if (retry.next() != null) {
            Duration left = Duration.between(Instant.now(), retry.next());
            next = "next in " + Math.max(0, left.toSeconds()) + " s";
        }
        return retry.attempts() == 0
                ? next
                : next + ", so far " + retry.attempts() + (retry.attempts() == 1 ? " time" : " times");
    }
}
