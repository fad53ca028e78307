package io.funclet.host.deploy;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.serving.HandlerBindings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.BundleException;

/** Lets functions of a changed configuration be served, and takes those away that have left. Thread-safe. */
final class DirectoryReconfiguration {

    private static final Logger LOG = Logger.getLogger(DirectoryReconfiguration.class.getName());

    /** How often to look whether the calls of functions that leave have ended. */
    private static final long LOOK_MILLIS = 50;

    private final CodeDirectories all;
    private final WatchedDirectories watched;
    private final DeployContext context;

    /** The functions that leave, and serve the calls that they have. */
    @GuardedBy("this")
    private final Set<FunctionEndpoint> leaving = new HashSet<>();

    DirectoryReconfiguration(CodeDirectories all, WatchedDirectories watched, DeployContext context) {
        this.all = all;
        this.watched = watched;
        this.context = context;
    }

    /**
     * Follows a changed configuration. Returns when the jars of new directories have been noticed.
     *
     * @param left the endpoints that no new call reaches
     */
    synchronized void apply(DirectoryPlan plan, Collection<FunctionEndpoint> left) throws BundleException {
        leaving.addAll(left);
        Map<Path, CodeDirectory> added = new HashMap<>(plan.byRealPath());
        added.values().removeAll(all.byRealPath().values());
        all.byRealPath().putAll(added);
        plan.changeUpdates();
        bind(plan.bindings());
        // Before the bundles of new directories start.
        all.configure(plan.config());
        List<CodeDirectory> unused = unused();
        if (!added.isEmpty() || !unused.isEmpty()) {
            watched.change(added, unused);
        }
        watched.configurations().look();
        if (!left.isEmpty()) {
            awaitCalls(
                    List.copyOf(left),
                    System.nanoTime() + context.drainLimit().get().toNanos());
        }
    }

    @GuardedBy("this")
    private void bind(Map<CodeDirectory, HandlerBindings> bindings) {
        for (CodeDirectory directory : all.byRealPath().values()) {
            HandlerBindings next = bindings.computeIfAbsent(directory, any -> HandlerBindings.start());
            directory.handlers().bindings().slots().forEach((handler, slots) -> {
                for (FunctionEndpoint slot : slots) {
                    if (leaving.contains(slot) && !directory.handlers().areOpen()) {
                        next.bind(handler, slot);
                    } else if (!next.has(handler, slot)) {
                        // Before another directory publishes there.
                        directory.handlers().release(slot);
                        if (leaving.contains(slot)) {
                            // Its component is served under its own name again.
                            slot.publish(null);
                        }
                    }
                }
            });
        }
        bindings.forEach((directory, next) -> directory.handlers().configure(next));
    }

    private List<CodeDirectory> unused() {
        List<CodeDirectory> unused = new ArrayList<>();
        for (CodeDirectory directory : all.byRealPath().values()) {
            if (!directory.handlers().areOpen()
                    && directory.handlers().bindings().slots().isEmpty()) {
                unused.add(directory);
            }
        }
        return unused;
    }

    /** On a timer, because a notification would cost each call. */
    private void awaitCalls(List<FunctionEndpoint> left, long end) {
        context.timers()
                .schedule(
                        () -> {
                            boolean idle = left.stream()
                                    .allMatch(endpoint -> endpoint.bulkhead().inside() == 0);
                            if (idle || System.nanoTime() - end > 0) {
                                context.workers().execute(() -> remove(left));
                            } else {
                                awaitCalls(left, end);
                            }
                        },
                        LOOK_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private synchronized void remove(List<FunctionEndpoint> left) {
        for (FunctionEndpoint endpoint : left) {
            leaving.remove(endpoint);
            all.byRealPath().values().forEach(directory -> directory.handlers().release(endpoint));
            // A call that has found it must not wait for a retired version.
            endpoint.publish(null);
            LOG.info("function " + endpoint.name() + " is removed: it is not configured any more");
        }
        List<CodeDirectory> unused = unused();
        if (!unused.isEmpty()) {
            try {
                watched.change(Map.of(), unused);
            } catch (BundleException | IllegalStateException failure) {
                LOG.log(
                        Level.WARNING,
                        "code directories of removed functions cannot be left: " + failure.getMessage(),
                        failure);
            }
        }
    }
}
