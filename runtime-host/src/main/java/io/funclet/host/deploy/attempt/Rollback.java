package io.funclet.host.deploy.attempt;

import io.funclet.host.deploy.attempt.ChangeSet.Change;
import io.funclet.host.deploy.attempt.ChangeSet.Member;
import io.funclet.host.deploy.bundle.BundleTransaction;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.jar.JarName;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.retirement.ExclusiveVersions;
import io.funclet.host.deploy.work.BoundedTask;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes an attempt back: stops and removes what it has started, and starts again what it has stopped. */
final class Rollback {

    private static final Logger LOG = Logger.getLogger(Rollback.class.getName());

    private final DeploymentScope scope;
    private final ExclusiveVersions exclusiveVersions;

    /** The bundle that hangs in its start; {@code null} if none does. */
    private InstalledJar hanging;

    private final CompletableFuture<Void> hangingEnds = new CompletableFuture<>();

    Rollback(DeploymentScope scope, ExclusiveVersions exclusiveVersions) {
        this.scope = scope;
        this.exclusiveVersions = exclusiveVersions;
    }

    /** A bundle hangs in its start. Returns what is completed when that ends. */
    CompletableFuture<Void> hangs(InstalledJar jar) {
        hanging = jar;
        return hangingEnds;
    }

    /** The start that hung has ended; called by its own thread. */
    void hangingHasEnded() {
        hangingEnds.complete(null);
    }

    /**
     * Takes an attempt back. Where no serving version could be harmed, bundles of changed files stay installed, and wait:
     * others may need what they export. Not those of a set, of which all start or none.
     *
     * @param set what was installed, and perhaps started
     * @param alsoItself whether the file that is looked at may wait, too
     */
    void run(ChangeSet set, List<InstalledJar> aside, List<Change> changes, boolean alsoItself) {
        boolean ofSet = JarName.isSet(scope.file().name());
        List<DeployedFile> mayWait = changes.stream()
                .map(Change::file)
                .filter(file -> !ofSet && (alsoItself || file != scope.file()))
                .toList();
        stop(set.bundles());
        // First: what starts again serves, and stays.
        exclusiveVersions.comeBack(aside);
        set.replaced().forEach(jar -> jar.replacedIn(null));
        Deque<InstalledJar> rejected = new ArrayDeque<>();
        for (Member member : set.members()) {
            InstalledJar next = member.next();
            InstalledJar current = member.file().current();
            // A class path never waits: its jars do.
            boolean stays = mayWait.contains(member.file())
                    && !member.file().isClassPath()
                    && next != hanging
                    && (current == null || !current.isUp());
            if (stays) {
                next.startIn(new BundleTransaction());
                if (current != null && current != next) {
                    rejected.push(current);
                }
                member.file().serves(next);
            } else {
                if (next == current) {
                    member.file().serves(null);
                }
                rejected.push(next);
            }
        }
        rejected.forEach(InstalledJar::startDraining);
        if (hanging == null) {
            scope.retirement().takeBack(rejected);
        } else {
            // Its own thread still uses it: all go when that ends, if it ever does.
            hangingEnds.thenRunAsync(
                    () -> scope.retirement().takeBack(rejected), scope.context().workers());
        }
    }

    /** Users first. */
    private void stop(List<InstalledJar> started) {
        List<InstalledJar> backward = new ArrayList<>(started);
        Collections.reverse(backward);
        for (InstalledJar jar : backward) {
            if (hanging == null) {
                jar.lifecycle().stop();
            } else if (jar != hanging) {
                stopWithin(jar);
            }
        }
    }

    private void stopWithin(InstalledJar jar) {
        try {
            BoundedTask.run(
                    "stop",
                    jar.toString(),
                    scope.context().startLimit(),
                    jar.lifecycle()::stop,
                    () -> {},
                    scope.context().workers());
        } catch (RejectedException hangsToo) {
            jar.mark().log(LOG, Level.WARNING, jar + " " + hangsToo.getMessage());
        }
    }
}
