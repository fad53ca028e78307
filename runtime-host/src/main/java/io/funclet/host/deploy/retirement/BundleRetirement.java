package io.funclet.host.deploy.retirement;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.call.endpoint.CurrentCall;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.config.LaunchProfile;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.leftover.Leftovers;
import io.funclet.host.deploy.wiring.Dependants;
import io.funclet.host.deploy.work.BoundedTask;
import io.funclet.host.deploy.work.BoundedTask.HangingException;
import io.funclet.host.log.FailedCallback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.Bundle;

/** Retires bundles: drains each, and removes it when no bundle uses it any more. */
public final class BundleRetirement {

    private static final Logger LOG = Logger.getLogger(BundleRetirement.class.getName());

    /** Until the next attempt to get a thread. */
    private static final Duration REFRESH_AGAIN = Duration.ofSeconds(1);

    /** For the code of a bundle, at its stop. */
    private static final Duration STOP_LIMIT = LaunchProfile.fixedWait(Duration.ofSeconds(5));

    private final DeployContext context;
    private final Dependants dependants;

    /** Drained bundles that are still used. */
    @GuardedBy("this")
    private final Set<InstalledJar> retained = new LinkedHashSet<>();

    @GuardedBy("this")
    private final Set<InstalledJar> waitedFor = new HashSet<>();

    public BundleRetirement(DeployContext context) {
        this.context = context;
        this.dependants = new Dependants(context);
    }

    /** Retires a bundle. Completed when it is gone, or retained for the bundles that use it. Waits for nothing. */
    public CompletableFuture<Void> retire(InstalledJar jar) {
        jar.startDraining();
        return drain(jar)
                .thenRunAsync(() -> removeUnused(List.of(jar)), context.workers())
                .exceptionally(failure -> {
                    if (!context.workers().areClosed()) {
                        jar.mark().log(LOG, Level.SEVERE, jar + " was not removed: " + failure, failure);
                    }
                    return null;
                });
    }

    /** Takes back bundles that never served. */
    public void takeBack(Collection<InstalledJar> jars) {
        jars.forEach(InstalledJar::startDraining);
        removeUnused(jars);
    }

    /** One at a time, so that of two that use each other the second sees that the first goes. */
    private synchronized void removeUnused(Collection<InstalledJar> departing) {
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
        remove(usersFirst);
        // Only now: until it is uninstalled, it counts as a user of others.
        retained.removeAll(unused);
    }

    /**
     * Lets no further call in. Completed, on a worker, when the last running call has ended, or the overdue calls have
     * been evicted.
     */
    public CompletableFuture<Void> drain(InstalledJar jar) {
        List<FunctionVersion> versions = jar.functions().versions();
        CompletableFuture<Void> drained = CompletableFuture.allOf(
                versions.stream().map(FunctionVersion::retire).toArray(CompletableFuture[]::new));
        if (drained.isDone()) {
            return drained;
        }
        int running = versions.stream().mapToInt(FunctionVersion::running).sum();
        jar.mark()
                .log(
                        LOG,
                        Level.INFO,
                        "draining " + jar + ": " + running + (running == 1 ? " call runs" : " calls run"));
        CompletableFuture<Void> cleared = new CompletableFuture<>();
        // Not orTimeout, which would cost a thread.
        Future<?> limit = context.timers()
                .schedule(
                        () -> context.workers().execute(() -> {
                            try {
                                evict(jar, versions);
                            } finally {
                                cleared.complete(null);
                            }
                        }),
                        context.drainLimit().get().toMillis(),
                        TimeUnit.MILLISECONDS);
        drained.thenRunAsync(
                () -> {
                    limit.cancel(false);
                    cleared.complete(null);
                },
                context.workers());
        return cleared;
    }

    private void evict(InstalledJar jar, List<FunctionVersion> versions) {
        int evicted = versions.stream().mapToInt(CurrentCall::evict).sum();
        if (evicted > 0) {
            String text = jar + " is removed although it did not end within "
                    + context.drainLimit().get().toMillis() + " ms: calls cancelled: " + evicted;
            jar.mark().log(LOG, Level.WARNING, text);
        }
    }

    /** After the stop, while its class loader still loads. */
    private void sweep(InstalledJar jar, boolean hasFunctions) {
        ClassLoader loader = jar.lifecycle().classLoader();
        if (loader != null) {
            new Leftovers(jar.toString(), jar.mark(), this::later)
                    .sweep(loader, context.uncaught(), context.functionThreads().lasting());
            if (!jar.staged().natives().isEmpty()) {
                NativeUnloading.begin(jar, loader, hasFunctions, this::later);
            }
        }
    }

    private void later(Duration delay, Runnable task) {
        context.timers().schedule(() -> context.workers().execute(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes jars out of the framework together, so that none is started again because another one goes. */
    private void remove(Collection<InstalledJar> jars) {
        boolean called = false;
        List<Bundle> bundles = new ArrayList<>();
        for (InstalledJar jar : jars) {
            boolean hasFunctions = !jar.functions().versions().isEmpty();
            called |= hasFunctions;
            try {
                if (!stop(jar, hasFunctions)) {
                    continue;
                }
            } catch (RuntimeException | Error failed) {
                // All of them have to go.
                FailedCallback.log(LOG, "the stop of " + jar, failed);
            }
            jar.lifecycle().uninstall();
            context.jars().remove(jar);
            bundles.add(jar.bundle());
        }
        refresh(bundles);
        if (called) {
            context.functionThreads().renew().run();
        }
    }

    /** Returns whether it has stopped. One that hangs is removed when it ends, and does not hold up others. */
    private boolean stop(InstalledJar jar, boolean hasFunctions) {
        try {
            BoundedTask.run(
                    "stop",
                    jar.toString(),
                    STOP_LIMIT,
                    () -> end(jar, hasFunctions),
                    () -> context.workers().execute(() -> removeUnused(List.of(jar))),
                    context.workers());
        } catch (HangingException hangs) {
            jar.mark().log(LOG, Level.WARNING, jar + " " + hangs.getMessage() + ". It stays installed until that ends");
            return false;
        } catch (RejectedException noThread) {
            if (context.workers().areClosed()) {
                return false;
            }
            end(jar, hasFunctions);
        }
        return true;
    }

    /** Calls code of the bundle, and waits for monitors that it may hold. */
    private void end(InstalledJar jar, boolean hasFunctions) {
        jar.lifecycle().stop();
        sweep(jar, hasFunctions);
    }

    /** An uninstalled bundle that was wired to keeps its class loader until it is refreshed. */
    private void refresh(Collection<Bundle> bundles) {
        try {
            context.frameworkWiring().refreshBundles(bundles);
        } catch (OutOfMemoryError noThread) {
            later(REFRESH_AGAIN, () -> refresh(bundles));
        }
    }
}
