package io.funclet.host.deploy;

import io.funclet.host.deploy.Deployment.Result;
import io.funclet.host.deploy.Outcome.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One file of a code directory, and whether it is being dealt with.
 *
 * <p>A change is a hint to look at the file again, not a command: what stands in the directory when a worker looks is
 * what counts, so that no order of hints can leave anything else behind.
 */
final class WatchedFile {

    private static final Logger LOG = Logger.getLogger(WatchedFile.class.getName());

    /** A file that has not changed for this long is not being written any more. */
    private static final long QUIET_MILLIS = 1000;

    private static final int MOST_LEAVING = 2;

    private final Ground ground;
    private final Deployer deployer;
    private final CodeDirectory directory;
    private final String fileName;
    private final Deployment deployment;

    /** How the last change ended. */
    private volatile Outcome last;

    /** What an incomplete file looked like; {@code null} if it was not incomplete. Used by one change at a time. */
    private String incomplete;

    /** Guarded by this object's monitor. */
    private boolean busy;

    /** Guarded by this object's monitor. */
    private boolean lookAgain;

    /** How many versions are on their way out. Guarded by this object's monitor. */
    private int leaving;

    /** Whether a change waits for one of them. Guarded by this object's monitor. */
    private boolean postponed;

    /** Who waits for a deployment anew. Guarded by this object's monitor. */
    private List<CompletableFuture<Void>> renewals = new ArrayList<>();

    WatchedFile(Ground ground, Deployer deployer, CodeDirectory directory, String fileName) {
        this.ground = ground;
        this.deployer = deployer;
        this.directory = directory;
        this.fileName = fileName;
        this.deployment = new Deployment(ground, directory, fileName);
    }

    CodeDirectory directory() {
        return directory;
    }

    /** Whether it is installed, or could be, as soon as other bundles let it. */
    boolean isWaiting() {
        Outcome outcome = last;
        InstalledJar current = deployment.current();
        return outcome != null && outcome.kind() == Kind.WAITING || current != null && !current.isUp();
    }

    /** Has the file looked at by a worker, now or as soon as the last change is through. */
    synchronized void look() {
        if (busy) {
            lookAgain = true;
        } else {
            busy = true;
            directory.begin();
            ground.workers().execute(this::deploy);
        }
    }

    /** Has the file deployed anew, although it has not changed. Completed when that has ended, well or badly. */
    synchronized CompletableFuture<Void> renew() {
        CompletableFuture<Void> renewal = new CompletableFuture<>();
        renewals.add(renewal);
        look();
        return renewal;
    }

    private synchronized List<CompletableFuture<Void>> takeRenewals() {
        List<CompletableFuture<Void>> taken = renewals;
        renewals = new ArrayList<>();
        return taken;
    }

    private void deploy() {
        if (mustWait()) {
            directory.end();
            finish();
            return;
        }
        List<CompletableFuture<Void>> renewing = takeRenewals();
        CompletableFuture<Void> cleared;
        try {
            Result result = deployment.run(!renewing.isEmpty());
            conclude(result.outcome());
            cleared = deployer.clear(directory, result, !renewing.isEmpty());
        } catch (RuntimeException | Error defect) {
            cleared = CompletableFuture.failedFuture(defect);
        }
        directory.end();
        renewing.forEach(renewal -> renewal.complete(null));
        synchronized (this) {
            leaving++;
        }
        // Not waited for: a file that is busy with what is past could take no correction.
        cleared.whenComplete((nothing, failure) -> gone(failure));
        finish();
    }

    /** Two versions may be on their way out while one serves; a further one waits until one of them is gone. */
    private synchronized boolean mustWait() {
        postponed = leaving >= MOST_LEAVING && Files.exists(directory.path().resolve(fileName));
        return postponed;
    }

    private void conclude(Outcome outcome) {
        if (outcome.kind() == Kind.UNCHANGED || ground.workers().areClosed()) {
            return;
        }
        if (outcome.kind() == Kind.INCOMPLETE) {
            waitForTheRest(outcome);
            return;
        }
        incomplete = null;
        Outcome before = last;
        last = outcome;
        boolean taken = outcome.kind() == Kind.DEPLOYED || outcome.kind() == Kind.UPDATED;
        boolean news = taken
                || before == null
                || before.kind() != outcome.kind()
                || !before.reason().equals(outcome.reason());
        if (news) {
            boolean bad = outcome.kind() == Kind.REFUSED || outcome.kind() == Kind.WAITING;
            LOG.log(bad ? Level.WARNING : Level.INFO, outcome::toString);
        }
        if (taken || news && outcome.kind() == Kind.WAITING) {
            deployer.lookAgain(directory);
        }
    }

    /** Somebody writes it, perhaps slowly: nothing is said before it has been quiet for a while. */
    private void waitForTheRest(Outcome outcome) {
        String looks = appearance();
        if (looks.equals(incomplete)) {
            directory.absent(fileName, "is not taken: " + outcome.reason());
            conclude(new Outcome(
                    outcome.file(),
                    Kind.REFUSED,
                    outcome.bundle(),
                    outcome.functions(),
                    outcome.reason(),
                    outcome.took()));
            return;
        }
        incomplete = looks;
        ground.timers().schedule(this::look, QUIET_MILLIS, TimeUnit.MILLISECONDS);
    }

    private String appearance() {
        Path file = directory.path().resolve(fileName);
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.size() + " bytes of " + attributes.lastModifiedTime();
        } catch (IOException gone) {
            return "gone";
        }
    }

    private void finish() {
        boolean again;
        synchronized (this) {
            again = lookAgain || !renewals.isEmpty() && !postponed;
            lookAgain = false;
            busy = false;
        }
        if (again) {
            look();
        }
    }

    /** What a change has replaced is gone. */
    private void gone(Throwable failure) {
        if (failure != null && !ground.workers().areClosed()) {
            LOG.log(Level.SEVERE, "the deployment of " + fileName + " failed: " + failure, failure);
        }
        boolean again;
        synchronized (this) {
            leaving--;
            again = postponed;
        }
        if (again) {
            look();
        }
        Outcome outcome = last;
        if (outcome != null && outcome.kind() == Kind.REMOVED) {
            // What stood aside for it may come back, now that it has stopped.
            deployer.lookAgain(directory);
        }
    }
}
