package io.funclet.host.deploy;

import io.funclet.host.deploy.Deployment.Result;
import io.funclet.host.deploy.Outcome.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs deployments on the workers: for one file one at a time, different files independently. When a bundle has been
 * replaced, those that use it are deployed anew, beside themselves, so that they too are never gone.
 */
final class Deployer {

    private static final Logger LOG = Logger.getLogger(Deployer.class.getName());

    private final Ground ground;
    private final Clearance clearance;
    private final Dependants dependants;

    /** By directory and file name. */
    private final Map<String, WatchedFile> files = new ConcurrentHashMap<>();

    /** What has been replaced or removed, but is still used by others. */
    private final Set<InstalledJar> retained = ConcurrentHashMap.newKeySet();

    Deployer(Ground ground) {
        this.ground = ground;
        this.clearance = new Clearance(ground);
        this.dependants = new Dependants(ground);
    }

    /** A file in a code directory has been added, changed or removed. Returns at once. */
    void changed(CodeDirectory directory, String fileName) {
        watched(directory, fileName).look();
    }

    /** Looks again at every file that is known. */
    void changedAll(CodeDirectory directory) {
        files.values().stream()
                .filter(watched -> watched.directory() == directory)
                .forEach(WatchedFile::look);
    }

    private WatchedFile watched(CodeDirectory directory, String fileName) {
        return files.computeIfAbsent(
                directory.number() + "/" + fileName, key -> new WatchedFile(ground, this, directory, fileName));
    }

    /** A bundle has come, or gone: others of its directory may have waited for that. */
    void lookAgain(CodeDirectory directory) {
        files.values().stream()
                .filter(watched -> watched.directory() == directory && watched.isWaiting())
                .forEach(WatchedFile::look);
    }

    /** Clears away what a deployment has replaced. Completed when it is gone, or retained for those who use it. */
    CompletableFuture<Void> clear(CodeDirectory directory, Result result, boolean renewing) {
        InstalledJar previous = result.previous();
        CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);
        if (previous != null) {
            previous.leave();
            drained = clearance.drain(previous).thenRun(previous::drained);
        }
        // Those who use what was deployed anew are deployed anew by whoever asked for it.
        CompletableFuture<Void> renewed =
                renewing ? drained : drained.thenCompose(nothing -> renewUsers(directory, result));
        return previous == null
                ? renewed
                : renewed.exceptionally(Deployer::report).thenRunAsync(() -> remove(previous), ground.workers());
    }

    private static Void report(Throwable defect) {
        LOG.log(Level.SEVERE, "users of a bundle were not deployed anew: " + defect, defect);
        return null;
    }

    private CompletableFuture<Void> renewUsers(CodeDirectory directory, Result result) {
        Set<InstalledJar> outdated = ConcurrentHashMap.newKeySet();
        retained.stream().filter(jar -> jar.directory() == directory).forEach(outdated::add);
        if (result.previous() != null) {
            outdated.add(result.previous());
        }
        if (result.current() != null && result.outcome().kind() != Kind.UNCHANGED) {
            ground.jars().in(directory).stream()
                    .filter(jar -> isOlder(jar, result.current()))
                    .forEach(outdated::add);
        }
        Set<InstalledJar> users = new LinkedHashSet<>(dependants.inOrder(outdated));
        if (result.current() != null) {
            users.addAll(result.current().keptFrom());
        }
        CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
        for (InstalledJar user : users) {
            if (!user.isLeaving() && user != result.current()) {
                WatchedFile watched =
                        watched(directory, user.staged().source().getFileName().toString());
                chain = chain.thenCompose(nothing -> watched.renew());
            }
        }
        return chain;
    }

    private static boolean isOlder(InstalledJar jar, InstalledJar current) {
        return jar != current
                && jar.staged().symbolicName().equals(current.staged().symbolicName())
                && jar.staged().version().compareTo(current.staged().version()) < 0;
    }

    /** One at a time, so that of two that use each other the second one sees that the first one goes. */
    private synchronized void remove(InstalledJar previous) {
        retained.add(previous);
        List<InstalledJar> unused = new ArrayList<>(retained);
        unused.removeIf(dependants::exist);
        if (!unused.contains(previous)) {
            LOG.info(previous + " stays installed as long as others use it");
        }
        for (InstalledJar jar : unused) {
            if (jar != previous) {
                LOG.info(jar + " is removed, now that nobody uses it any more");
            }
        }
        clearance.remove(unused);
        // Only now: until it is uninstalled, those that it uses count it as a user.
        unused.forEach(retained::remove);
    }
}
