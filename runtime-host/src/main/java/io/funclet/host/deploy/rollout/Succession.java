package io.funclet.host.deploy.rollout;

import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A bundle that serves, and the one that served before it.
 *
 * @param previous {@code null} if there was none
 */
public record Succession(DeployedFile file, InstalledJar next, InstalledJar previous) {

    private static final Logger LOG = Logger.getLogger(Succession.class.getName());

    /** Whether they differ in what their file has, and not only in what they are wired to. */
    boolean hasNewContent() {
        return previous == null
                || previous.staged().fingerprint() != next.staged().fingerprint();
    }

    /** Says what has become of the new version so far, in words that follow its name. */
    void tell(String text) {
        next.mark().log(LOG, Level.INFO, next + " " + text);
    }

    /** Warns that the comparison has ended without a result. Returns that for the history. */
    Outcome undecided(String reason) {
        next.mark().log(LOG, Level.WARNING, next + " " + reason);
        StagedJar jar = next.staged();
        return new Outcome(
                Instant.now(),
                file.label(),
                Outcome.Kind.UPDATED,
                jar.symbolicName() + " " + jar.version(),
                next.functions().names(),
                reason,
                false,
                false,
                Duration.ZERO,
                jar.origin());
    }
}
