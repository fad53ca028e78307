package io.funclet.host.deploy;

import io.funclet.host.deploy.Outcome.Kind;
import io.funclet.host.framework.Diagnosis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Walk 2: what stands in a file becomes what serves. One object follows one file through all its changes; the
 * {@link Deployer} runs it for one change at a time.
 */
final class Deployment {

    private static final CompletableFuture<Void> NOTHING_TO_CLEAR = CompletableFuture.completedFuture(null);

    /** What all deployments share. */
    record Ground(
            BundleContext host,
            FunctionServices services,
            Path stagingArea,
            AtomicLong sequence,
            ScheduledExecutorService timers,
            Executor workers,
            Duration startLimit,
            Duration drainLimit) {}

    private final Ground ground;
    private final CodeDirectory directory;
    private final Path file;

    /** What is installed of this file now; {@code null} if nothing. Used by one change at a time. */
    private InstalledJar current;

    Deployment(Ground ground, CodeDirectory directory, Path file) {
        this.ground = ground;
        this.directory = directory;
        this.file = file;
    }

    /** What has become of the change, and when what it replaced is gone. */
    record Result(Outcome outcome, CompletableFuture<Void> cleared) {}

    Result run() {
        long begin = System.nanoTime();
        if (!Files.exists(file)) {
            return remove(begin);
        }
        InstalledJar next = null;
        try {
            StagedJar staged = stage();
            boolean same =
                    current != null && staged.digest().equals(current.staged().digest());
            if (same) {
                staged.discard();
            }
            if (same && current.isUp()) {
                return done(begin, Kind.UNCHANGED, current, "");
            }
            // What waits for other bundles stays installed: only its start is tried again.
            next = same ? current : install(staged);
            start(next);
            requireFunctionsOf(current, next);
            return switchOver(begin, next);
        } catch (RefusedException refused) {
            return rollBack(begin, next, refused);
        }
    }

    private StagedJar stage() throws RefusedException {
        return StagedJar.stage(file, ground.stagingArea.resolve(Staging.fileName(directory, ground.sequence)));
    }

    private InstalledJar install(StagedJar staged) throws RefusedException {
        try {
            // By reference: the copy is ours, and the framework need not copy it once more.
            String location = "reference:" + staged.copy().toUri();
            InstalledJar jar = new InstalledJar(directory, staged, ground.host.installBundle(location), ground.host);
            ground.services.follow(jar);
            return jar;
        } catch (BundleException e) {
            staged.discard();
            throw new RefusedException("not a valid bundle: " + e.getMessage(), e);
        }
    }

    private void start(InstalledJar next) throws RefusedException {
        TimeLimit.run("start-" + file.getFileName(), ground.startLimit, next::start, () -> discard(next));
    }

    /** An update that forgets a function would take it down: rather a mistake than a wish. */
    private void requireFunctionsOf(InstalledJar previous, InstalledJar next) throws RefusedException {
        if (previous == null || !previous.isUp()) {
            return;
        }
        Set<String> lost = new TreeSet<>(previous.functionNames());
        lost.removeAll(next.functionNames());
        if (!lost.isEmpty()) {
            List<String> unsatisfied = new Diagnosis(ground.host).unsatisfied(next.bundle());
            throw RefusedException.untilMoreComes(
                    "does not provide function " + String.join(", ", lost) + ", which the version that serves does"
                            + (unsatisfied.isEmpty() ? "" : ": " + String.join("; ", unsatisfied)),
                    null);
        }
    }

    private Result switchOver(long begin, InstalledJar next) {
        InstalledJar previous = current == next ? null : current;
        current = next;
        next.putUp(previous);
        directory.refused(file, null);
        List<String> unsatisfied = new Diagnosis(ground.host).unsatisfied(next.bundle());
        Kind kind = !unsatisfied.isEmpty() ? Kind.WAITING : previous == null ? Kind.DEPLOYED : Kind.UPDATED;
        Outcome outcome = outcome(begin, kind, next, String.join("; ", unsatisfied));
        return new Result(outcome, previous == null ? NOTHING_TO_CLEAR : clear(previous));
    }

    private Result rollBack(long begin, InstalledJar next, RefusedException refused) {
        String reason = refused.getMessage();
        directory.refused(file, reason);
        Kind kind = refused.curable() ? Kind.WAITING : Kind.REFUSED;
        Outcome outcome = outcome(begin, kind, next, reason);
        boolean serving = current != null && current.isUp();
        if (refused.curable() && !serving) {
            // Nothing serves that could be harmed, and others may need what this one exports: it stays, and waits.
            keep(next);
        } else if (next != null) {
            discard(next);
            current = next == current ? null : current;
        }
        return new Result(outcome, NOTHING_TO_CLEAR);
    }

    private void keep(InstalledJar waiting) {
        if (current != null && current != waiting) {
            discard(current);
        }
        current = waiting;
    }

    private Result remove(long begin) {
        directory.refused(file, null);
        InstalledJar previous = current;
        current = null;
        if (previous != null) {
            previous.putDown();
        }
        Outcome outcome = outcome(begin, Kind.REMOVED, previous, "");
        return new Result(outcome, previous == null ? NOTHING_TO_CLEAR : clear(previous));
    }

    /** Drains what was replaced, then removes it. */
    private CompletableFuture<Void> clear(InstalledJar previous) {
        CompletableFuture<Void> drained = previous.retire();
        // Not orTimeout: that would cost a thread of its own.
        Future<?> limit = ground.timers.schedule(
                () -> drained.complete(null), ground.drainLimit.toMillis(), TimeUnit.MILLISECONDS);
        return drained.thenRunAsync(
                () -> {
                    limit.cancel(false);
                    boolean used = hasDependants(previous);
                    discard(previous);
                    if (used) {
                        wiring().refreshBundles(Set.of(previous.bundle()));
                    }
                },
                ground.workers);
    }

    private FrameworkWiring wiring() {
        return ground.host.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    }

    /** Whether other bundles are wired to this one, and would go on with a version that is no longer there. */
    private boolean hasDependants(InstalledJar jar) {
        return wiring().getDependencyClosure(Set.of(jar.bundle())).size() > 1;
    }

    private void discard(InstalledJar jar) {
        ground.services.forget(jar);
        jar.remove();
    }

    private Result done(long begin, Kind kind, InstalledJar jar, String reason) {
        return new Result(outcome(begin, kind, jar, reason), NOTHING_TO_CLEAR);
    }

    private Outcome outcome(long begin, Kind kind, InstalledJar jar, String reason) {
        String bundle = jar == null
                ? ""
                : jar.staged().symbolicName() + " " + jar.staged().version();
        Set<String> functions = jar == null ? Set.of() : jar.functionNames();
        return new Outcome(file, kind, bundle, functions, reason, Duration.ofNanos(System.nanoTime() - begin));
    }
}
