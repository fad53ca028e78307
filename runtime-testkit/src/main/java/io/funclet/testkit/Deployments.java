package io.funclet.testkit;

import io.funclet.host.EmbeddedRuntime;
import io.funclet.host.deploy.status.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Has the runtime look at changed files at once, and tells how that ended. */
final class Deployments {

    /** Longer than starts may take. */
    private static final Duration MOST = Duration.ofMinutes(2);

    private Deployments() {}

    /** Waits for the ends of changes, which were made in this order. */
    static List<Deployment> conclude(EmbeddedRuntime host, List<FileChange> changes) {
        List<Deployment> ends = new ArrayList<>();
        changes.forEach(change -> ends.add(Deployment.of(change.name(), outcome(host, change), change.hint())));
        for (int i = 0; i < ends.size() - 1; i++) {
            // It may have waited for a later one.
            if (ends.get(i).kind() == Deployment.Kind.WAITING) {
                FileChange change = changes.get(i);
                ends.set(i, Deployment.of(change.name(), outcome(host, change), change.hint()));
            }
        }
        return ends;
    }

    private static Outcome outcome(EmbeddedRuntime host, FileChange change) {
        Outcome outcome = host.attempt(change.file())
                .orTimeout(MOST.toSeconds(), TimeUnit.SECONDS)
                .join();
        // The watch may have been faster.
        Outcome last = outcome.kind() == Outcome.Kind.UNCHANGED ? last(host, change) : null;
        return last == null ? outcome : last;
    }

    /** How the change ended; {@code null} if it has not, or there was nothing to change. */
    private static Outcome last(EmbeddedRuntime host, FileChange change) {
        return host.directories().stream()
                .flatMap(directory -> directory.files().stream())
                .filter(file -> file.file().equals(change.name()))
                .map(file -> file.last())
                .filter(last -> last != null && !last.at().isBefore(change.begin()))
                .findFirst()
                .orElse(null);
    }
}
