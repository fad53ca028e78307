package io.funclet.host.deploy;

import io.funclet.host.deploy.Deployment.Ground;
import io.funclet.host.deploy.Deployment.Result;
import io.funclet.host.deploy.Outcome.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs deployments on the workers: for one file one at a time, different files independently.
 *
 * <p>A change is a hint to look at the file again, not a command: what stands in the directory when a worker looks is
 * what counts, so that no order of hints can leave anything else behind.
 */
final class Deployer {

    private static final Logger LOG = Logger.getLogger(Deployer.class.getName());

    private final Ground ground;
    private final Map<Path, Watched> files = new ConcurrentHashMap<>();

    Deployer(Ground ground) {
        this.ground = ground;
    }

    /** A file in a code directory has been added, changed or removed. Returns at once. */
    void changed(CodeDirectory directory, Path file) {
        files.computeIfAbsent(file, path -> new Watched(directory, path)).look();
    }

    /** A bundle has come that others of its directory may have waited for. */
    private void lookAgain(CodeDirectory directory) {
        for (Watched watched : files.values()) {
            Outcome last = watched.last;
            if (watched.directory == directory && last != null && last.kind() == Kind.WAITING) {
                watched.look();
            }
        }
    }

    /** One file, and whether it is being dealt with. */
    private final class Watched {

        private final CodeDirectory directory;
        private final Deployment deployment;

        /** How the last change ended. */
        private volatile Outcome last;

        /** Guarded by this object's monitor. */
        private boolean busy;

        /** Guarded by this object's monitor. */
        private boolean lookAgain;

        Watched(CodeDirectory directory, Path file) {
            this.directory = directory;
            this.deployment = new Deployment(ground, directory, file);
        }

        synchronized void look() {
            if (busy) {
                lookAgain = true;
            } else {
                busy = true;
                directory.begin();
                ground.workers().execute(this::deploy);
            }
        }

        private void deploy() {
            try {
                Result result = deployment.run();
                report(result.outcome());
                directory.end();
                result.cleared().whenComplete((nothing, failure) -> finish(failure));
            } catch (RuntimeException | Error defect) {
                directory.end();
                finish(defect);
            }
        }

        private void report(Outcome outcome) {
            if (outcome.kind() == Kind.UNCHANGED) {
                return;
            }
            Outcome before = last;
            last = outcome;
            boolean news = before == null
                    || before.kind() != outcome.kind()
                    || !before.reason().equals(outcome.reason())
                    || outcome.kind() == Kind.UPDATED;
            if (news) {
                LOG.log(
                        outcome.kind() == Kind.REFUSED || outcome.kind() == Kind.WAITING ? Level.WARNING : Level.INFO,
                        outcome::toString);
            }
            if (outcome.kind() == Kind.DEPLOYED
                    || outcome.kind() == Kind.UPDATED
                    || news && outcome.kind() == Kind.WAITING) {
                lookAgain(directory);
            }
        }

        private void finish(Throwable failure) {
            if (failure != null) {
                LOG.log(Level.SEVERE, "the deployment of a file failed: " + failure, failure);
            }
            boolean again;
            synchronized (this) {
                again = lookAgain;
                lookAgain = false;
                busy = false;
            }
            if (again) {
                look();
            }
        }
    }
}
