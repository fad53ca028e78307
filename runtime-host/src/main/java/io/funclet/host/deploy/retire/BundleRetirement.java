package io.funclet.host.deploy.retire;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.wiring.Dependants;
import io.funclet.host.deploy.work.DeployWorkers;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Retires bundles: removes each when its calls have ended and no bundle uses it any more. */
public final class BundleRetirement {

    private static final Logger LOG = Logger.getLogger(BundleRetirement.class.getName());

    private final BundleRemoval removal;
    private final Dependants dependants;
    private final DeployWorkers workers;

    /** Drained bundles that are still used. */
    @GuardedBy("this")
    private final Set<InstalledJar> retained = new LinkedHashSet<>();

    /** The bundles of which the log has said so. */
    @GuardedBy("this")
    private final Set<InstalledJar> waitedFor = new HashSet<>();

    public BundleRetirement(DeployContext context) {
        this.removal = new BundleRemoval(context);
        this.dependants = new Dependants(context);
        this.workers = context.workers();
    }

    /** Retires a bundle. Completed when it is gone, or retained for the bundles that use it. Waits for nothing. */
    public CompletableFuture<Void> retire(InstalledJar jar) {
        jar.startDraining();
        return removal.drain(jar)
                .thenRunAsync(() -> remove(List.of(jar)), workers)
                .exceptionally(failure -> {
                    if (!workers.areClosed()) {
                        jar.mark().log(LOG, Level.SEVERE, jar + " was not removed: " + failure, failure);
                    }
                    return null;
                });
    }

    /** Takes back bundles that never served. */
    public void takeBack(Collection<InstalledJar> jars) {
        jars.forEach(InstalledJar::startDraining);
        remove(jars);
    }

    /** One at a time, so that of two that use each other the second sees that the first goes. */
    private synchronized void remove(Collection<InstalledJar> departing) {
        retained.addAll(departing);
        Set<InstalledJar> unused = new LinkedHashSet<>(retained);
        // Only together with all its users: the framework would start them again without it.
        while (unused.removeIf(jar -> !unused.containsAll(dependants.direct(jar)))) {
            // Until no more is found in use.
        }
        for (InstalledJar jar : unused) {
            if (waitedFor.remove(jar)) {
                jar.mark().log(LOG, Level.INFO, jar + " is removed: no bundle uses it any more");
            }
        }
        for (InstalledJar jar : departing) {
            if (!unused.contains(jar) && dependants.direct(jar).stream().anyMatch(user -> !user.isDraining())) {
                jar.mark().log(LOG, Level.INFO, jar + " stays installed as long as others use it");
                waitedFor.add(jar);
            }
        }
        List<InstalledJar> usersFirst = dependants.inOrder(unused);
        usersFirst.retainAll(unused);
        Collections.reverse(usersFirst);
        removal.remove(usersFirst);
        // Only now: until it is uninstalled, it counts as a user of others.
        retained.removeAll(unused);
    }
}
