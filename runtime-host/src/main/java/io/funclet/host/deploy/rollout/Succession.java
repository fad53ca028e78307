package io.funclet.host.deploy.rollout;

import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.file.DeployedFile;

/**
 * A bundle that serves, and the one that served before it.
 *
 * @param previous {@code null} if there was none
 */
public record Succession(DeployedFile file, InstalledJar next, InstalledJar previous) {

    /** Whether they differ in what their file has, and not only in what they are wired to. */
    boolean hasNewContent() {
        return previous == null
                || previous.staged().fingerprint() != next.staged().fingerprint();
    }
}
