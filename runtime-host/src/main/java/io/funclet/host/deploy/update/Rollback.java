package io.funclet.host.deploy.update;

import io.funclet.host.deploy.bundle.BundleTransaction;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.retirement.BundleRetirement;
import io.funclet.host.deploy.retirement.ExclusiveVersions;
import io.funclet.host.deploy.update.ChangeSet.Member;
import io.funclet.host.deploy.work.BoundedTask;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes an attempt back: stops and removes what it has started, and starts again what it has stopped. */
final class Rollback {

    private static final Logger LOG = Logger.getLogger(Rollback.class.getName());

    private final DeployContext context;
    private final BundleRetirement retirement;
    private final ExclusiveVersions exclusiveVersions;

    /** The bundle that hangs in its start; {@code null} if none does. */
    private InstalledJar hanging;

    private final CompletableFuture<Void> hangingEnds = new CompletableFuture<>();

    Rollback(DeployContext context, BundleRetirement retirement, ExclusiveVersions exclusiveVersions) {
        this.context = context;
        this.retirement = retirement;
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
     * @param set what was installed, and perhaps started
     * @param mayWait the files whose bundles stay installed, and wait, if no serving version could be harmed: others may
     *     need what they export
     */
    void run(ChangeSet set, List<InstalledJar> aside, Collection<DeployedFile> mayWait) {
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
            retirement.takeBack(rejected);
        } else {
            // Its own thread still uses it: all go when that ends, if it ever does.
            hangingEnds.thenRunAsync(() -> retirement.takeBack(rejected), context.workers());
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
            BoundedTask.run("stop-" + jar, context.startLimit(), jar.lifecycle()::stop, () -> {}, context.workers());
        } catch (RejectedException hangsToo) {
            jar.mark().log(LOG, Level.WARNING, jar + " does not stop: " + hangsToo.getMessage());
        }
    }
}
