package io.funclet.host.deploy.update;

import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.jar.StagedLocation;
import io.funclet.host.deploy.leftover.Leftovers;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;

/** Threads that failed starts of a bundle have left running: each further attempt may leave more. */
final class FailedStartThreads {

    /** Of one bundle. A thread may outlive its interruption. */
    private static final int MOST = 3;

    private FailedStartThreads() {}

    /**
     * Rejects a retry that no operator has asked for.
     *
     * @param staged discarded if it is rejected
     * @throws RejectedException if too many of its threads still run
     */
    static void requireFew(DeployedFile file, StagedJar staged) throws RejectedException {
        if (file.results().retry().status() == null || file.outcomes().isAskedFor()) {
            return;
        }
        List<String> left = Leftovers.threads(loader -> loader instanceof BundleReference reference
                && reference.getBundle().getState() == Bundle.UNINSTALLED
                && reference.getBundle().getSymbolicName().equals(staged.symbolicName())
                && StagedLocation.directoryOf(reference.getBundle())
                        == file.directory().number());
        if (left.size() >= MOST) {
            staged.discard();
            throw RejectedException.failedStart(
                    "is not tried again before threads have ended that its failed starts have begun: "
                            + String.join(", ", left),
                    null);
        }
    }
}
