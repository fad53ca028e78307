package io.funclet.host.deploy.retire;

import io.funclet.host.call.endpoint.CurrentCall;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.leftover.Leftovers;
import io.funclet.host.log.FailedCallback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.Bundle;

/** Drains and removes bundles that no longer serve. */
public final class BundleRemoval {

    private static final Logger LOG = Logger.getLogger(BundleRemoval.class.getName());

    /** Until the next attempt to get a thread. */
    private static final Duration REFRESH_AGAIN = Duration.ofSeconds(1);

    private final DeployContext context;

    public BundleRemoval(DeployContext context) {
        this.context = context;
    }

    /**
     * Lets no further call in. Completed, on a worker, when the last running call has ended, or the overdue calls have
     * been evicted.
     */
    CompletableFuture<Void> drain(InstalledJar jar) {
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
                        context.drainLimit().toMillis(),
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
                    + context.drainLimit().toMillis() + " ms: calls cancelled: " + evicted;
            jar.mark().log(LOG, Level.WARNING, text);
        }
    }

    /** After the stop, while its class loader still loads. */
    private void sweep(InstalledJar jar) {
        ClassLoader loader = jar.lifecycle().classLoader();
        if (loader != null) {
            new Leftovers(
                            context.uncaught(),
                            this::later,
                            context.functionThreads().lasting())
                    .sweep(jar.toString(), jar.mark(), loader);
        }
    }

    private void later(Duration delay, Runnable task) {
        context.timers().schedule(() -> context.workers().execute(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes jars out of the framework together, so that none is started again because another one goes. */
    void remove(Collection<InstalledJar> jars) {
        boolean called = false;
        List<Bundle> bundles = new ArrayList<>();
        for (InstalledJar jar : jars) {
            called |= !jar.functions().versions().isEmpty();
            try {
                jar.lifecycle().stop();
                sweep(jar);
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

    /** An uninstalled bundle that was wired to keeps its class loader until it is refreshed. */
    private void refresh(Collection<Bundle> bundles) {
        try {
            context.frameworkWiring().refreshBundles(bundles);
        } catch (OutOfMemoryError noThread) {
            later(REFRESH_AGAIN, () -> refresh(bundles));
        }
    }
}
