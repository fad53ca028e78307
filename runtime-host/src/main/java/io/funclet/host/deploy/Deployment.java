package io.funclet.host.deploy;

import io.funclet.host.deploy.Outcome.Kind;
import io.funclet.host.deploy.RefusedException.Remedy;
import io.funclet.host.deploy.TimeLimit.HangingException;
import io.funclet.host.deploy.TimeLimit.Patience;
import io.funclet.host.framework.Diagnosis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleException;

/**
 * Walk 2: what stands in a file becomes what serves. One object follows one file through all its changes; the
 * {@link Deployer} runs it for one change at a time.
 */
final class Deployment {

    private final Ground ground;
    private final CodeDirectory directory;
    private final String fileName;
    private final Clearance clearance;

    /** What is installed of this file now; {@code null} if nothing. Used by one change at a time. */
    private volatile InstalledJar current;

    Deployment(Ground ground, CodeDirectory directory, String fileName) {
        this.ground = ground;
        this.directory = directory;
        this.fileName = fileName;
        this.clearance = new Clearance(ground);
    }

    /** What has become of the change: what is installed now, and what has to be cleared away. */
    record Result(Outcome outcome, InstalledJar current, InstalledJar previous) {}

    InstalledJar current() {
        return current;
    }

    /**
     * Makes the file what is installed.
     *
     * @param anew also if it has not changed: what it is wired to has
     */
    Result run(boolean anew) {
        long begin = System.nanoTime();
        Path file = directory.path().resolve(fileName);
        if (!Files.exists(file)) {
            return remove(begin);
        }
        InstalledJar next = null;
        try {
            StagedJar staged =
                    StagedJar.stage(file, ground.stagingArea().resolve(Staging.fileName(directory, ground.sequence())));
            boolean same =
                    current != null && staged.digest().equals(current.staged().digest());
            if (same && (!current.isUp() || !anew)) {
                staged.discard();
            }
            if (same && current.isUp() && !anew) {
                return new Result(outcome(begin, Kind.UNCHANGED, current, ""), current, null);
            }
            // What waits for other bundles stays installed: only its start is tried again.
            next = same && !current.isUp() ? current : install(staged);
            next.replaces(current);
            next.resolve();
            // An update that forgets a function would take it down: rather a mistake than a wish.
            Set<String> required = current == null || current == next
                    ? Set.of()
                    : current.functions().names();
            List<InstalledJar> rivals = new Rivals(ground, clearance).standAside(next);
            try {
                start(next, required);
            } catch (RefusedException refused) {
                if (!(refused instanceof HangingException)) {
                    next.stop();
                }
                new Rivals(ground, clearance).comeBack(rivals);
                throw refused;
            }
            return switchOver(begin, next);
        } catch (RefusedException refused) {
            return rollBack(begin, next, refused);
        }
    }

    private InstalledJar install(StagedJar staged) throws RefusedException {
        try {
            // By reference: the copy is ours, and the framework need not copy it once more.
            String location = "reference:" + staged.copy().toUri();
            InstalledJar jar =
                    new InstalledJar(directory, staged, ground.host().installBundle(location), ground.host());
            ground.jars().add(jar);
            return jar;
        } catch (BundleException e) {
            staged.discard();
            throw new RefusedException("is not a valid bundle: " + e.getMessage(), e);
        }
    }

    private void start(InstalledJar next, Set<String> required) throws RefusedException {
        long patience = ground.startLimit().toNanos() * 9 / 10;
        TimeLimit.run(
                "start-" + fileName,
                ground.startLimit(),
                () -> {
                    next.start();
                    requireAll(next, next.functions().await(required, patience));
                },
                () -> clearance.remove(next),
                new HoldingUpNobody());
    }

    /** A bundle that takes its time costs neither a worker nor the start of the others. */
    private final class HoldingUpNobody implements Patience {

        @Override
        public void begin() {
            ground.workers().begin();
            directory.end();
        }

        @Override
        public void end() {
            directory.begin();
            ground.workers().end();
        }
    }

    private void requireAll(InstalledJar next, Set<String> lost) throws RefusedException {
        if (!lost.isEmpty()) {
            List<String> unsatisfied = new Diagnosis(ground.host()).unsatisfied(next.bundle());
            throw RefusedException.untilOthersCome(
                    "does not provide function " + String.join(", ", lost) + ", which the version that serves does"
                            + (unsatisfied.isEmpty() ? "" : ": " + String.join("; ", unsatisfied)),
                    null);
        }
    }

    private Result switchOver(long begin, InstalledJar next) {
        InstalledJar previous = current == next ? null : current;
        current = next;
        next.functions().putUp(previous == null ? null : previous.functions());
        List<String> unsatisfied = new Diagnosis(ground.host()).unsatisfied(next.bundle());
        directory.absent(fileName, unsatisfied.isEmpty() ? null : "waits: " + String.join("; ", unsatisfied));
        Kind kind = !unsatisfied.isEmpty() ? Kind.WAITING : previous == null ? Kind.DEPLOYED : Kind.UPDATED;
        return new Result(outcome(begin, kind, next, String.join("; ", unsatisfied)), next, previous);
    }

    private Result rollBack(long begin, InstalledJar next, RefusedException refused) {
        if (refused.remedy() != Remedy.TIME) {
            directory.absent(fileName, "is not taken: " + refused.getMessage());
        }
        Outcome outcome = outcome(begin, Kind.of(refused.remedy()), next, refused.getMessage());
        boolean serving = current != null && current.isUp();
        if (refused instanceof HangingException) {
            // Its own thread removes it, if it ever ends: until then it holds the bundle's lock.
            current = next == current ? null : current;
        } else if (next != null && refused.remedy() == Remedy.OTHER_BUNDLES && !serving) {
            // Nothing serves that could be harmed, and others may need what this one exports: it stays, and waits.
            next.stop();
            if (current != null && current != next) {
                clearance.remove(current);
            }
            current = next;
        } else if (next != null) {
            clearance.remove(next);
            current = next == current ? null : current;
        }
        return new Result(outcome, current, null);
    }

    private Result remove(long begin) {
        directory.absent(fileName, null);
        InstalledJar previous = current;
        current = null;
        if (previous != null) {
            previous.functions().putDown();
        }
        return new Result(outcome(begin, Kind.REMOVED, previous, ""), null, previous);
    }

    private Outcome outcome(long begin, Kind kind, InstalledJar jar, String reason) {
        String bundle = jar == null
                ? ""
                : jar.staged().symbolicName() + " " + jar.staged().version();
        Set<String> functions = jar == null ? Set.of() : jar.functions().names();
        return new Outcome(
                directory.label(fileName),
                kind,
                bundle,
                functions,
                reason,
                Duration.ofNanos(System.nanoTime() - begin));
    }
}
