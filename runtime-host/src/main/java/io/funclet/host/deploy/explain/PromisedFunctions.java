package io.funclet.host.deploy.explain;

import io.funclet.host.call.Router;
import io.funclet.host.call.model.AbsentFunctions;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.component.ComponentDescriptions;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.Outcome.Kind;
import io.funclet.host.deploy.work.DeployWorkers;
import io.funclet.host.log.FailedCallback;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Which functions the jars of the code directories would bring, by the XML of their components, for callers of names that
 * no bundle serves. A worker reads it when a call asks and files have changed since. So calls of served names cost nothing,
 * and a flood of others costs one reading for each change. Any thread.
 */
public final class PromisedFunctions implements AbsentFunctions {

    private static final Logger LOG = Logger.getLogger(PromisedFunctions.class.getName());

    /** In the error of one call. */
    private static final int MOST_FILES = 3;

    private final Collection<CodeDirectory> directories;
    private final DeployedFiles deployed;
    private final DeployWorkers workers;
    private final Router router;

    private final AtomicBoolean isBeingRead = new AtomicBoolean();

    private volatile Index index = new Index(-1, Map.of(), Map.of());

    /** What a file declares, while it has this identity. */
    private record Declared(FileIdentity identity, Set<String> functions) {}

    /**
     * All declared functions.
     *
     * @param looks the number of looks at files before it was read
     */
    private record Index(long looks, Map<DeployedFile, Declared> files, Map<String, List<DeployedFile>> byFunction) {}

    public PromisedFunctions(
            Collection<CodeDirectory> directories, DeployedFiles files, DeployWorkers workers, Router router) {
        this.directories = directories;
        this.deployed = files;
        this.workers = workers;
        this.router = router;
    }

    @Override
    public Absence of(String name) {
        Index known = current();
        boolean outdated = known.looks() != deployed.looks();
        if (outdated && isBeingRead.compareAndSet(false, true)) {
            workers.execute(this::read);
        }
        List<DeployedFile> files = known.byFunction().getOrDefault(name, List.of());
        List<String> reasons = new ArrayList<>();
        boolean mayCome = outdated;
        for (DeployedFile file : files) {
            mayCome |= mayCome(file);
            if (reasons.size() < MOST_FILES) {
                reasons.add(reason(file));
            }
        }
        return new Absence(mayCome, String.join("; ", reasons));
    }

    /** The present one, if that needs no reading, because all files are deployed; else the last one. */
    private Index current() {
        Index known = index;
        long looks = deployed.looks();
        if (known.looks() == looks) {
            return known;
        }
        List<DeployedFile> files = files().toList();
        if (!files.stream().allMatch(DeployedFile::isTaken)) {
            return known;
        }
        Map<String, List<DeployedFile>> byFunction = new HashMap<>();
        files.forEach(file -> file.functions().forEach(function -> add(byFunction, function, file)));
        index = new Index(looks, known.files(), byFunction);
        return index;
    }

    private Stream<DeployedFile> files() {
        return directories.stream().flatMap(deployed::in);
    }

    private static void add(Map<String, List<DeployedFile>> byFunction, String function, DeployedFile file) {
        byFunction
                .computeIfAbsent(file.directory().handlers().names().full(function), name -> new ArrayList<>())
                .add(file);
    }

    /** Where functions are configured, no other one comes. */
    private boolean mayCome(DeployedFile file) {
        return file.directory().handlers().areOpen()
                && (file.mayChangeByItself()
                        // Another file, for which it waits, may come.
                        || file.isWaiting() && deployed.in(file.directory()).anyMatch(DeployedFile::mayChangeByItself));
    }

    private static String reason(DeployedFile file) {
        String label = file.label();
        InstalledJar jar = file.current();
        Outcome last = file.outcomes().last();
        if (last == null || file.isUnderWay()) {
            return label + " would bring it, and is being deployed";
        }
        if (last.kind() == Kind.REJECTED || last.kind() == Kind.WAITING) {
            return label + " would bring it, but is " + (last.kind() == Kind.WAITING ? "waiting" : "rejected") + ": "
                    + last.reason() + (last.retried() ? "; it is tried again by itself" : "");
        }
        return jar == null
                        || jar.functions().names().isEmpty()
                        || file.directory().handlers().areOpen()
                ? label + " would bring it, but its component is not up"
                : label + " offers it, but no configured function asks for it";
    }

    private void read() {
        // First: later changes are read the next time.
        long looks = deployed.looks();
        isBeingRead.set(false);
        try {
            Map<DeployedFile, Declared> before = index.files();
            Map<DeployedFile, Declared> files = new HashMap<>();
            Map<String, List<DeployedFile>> byFunction = new HashMap<>();
            files().forEach(file -> {
                Declared declared = declared(file, before.get(file));
                files.put(file, declared);
                declared.functions().forEach(function -> add(byFunction, function, file));
            });
            index = new Index(looks, files, byFunction);
        } catch (RuntimeException | Error failed) {
            // Not again before the next change.
            index = new Index(looks, index.files(), index.byFunction());
            FailedCallback.log(LOG, "reading which functions there would be", failed);
        } finally {
            router.reconsider();
        }
    }

    private static Declared declared(DeployedFile file, Declared before) {
        FileIdentity identity = file.identity();
        return before != null && before.identity().equals(identity)
                ? before
                : new Declared(identity, ComponentDescriptions.functionsOf(file.path()));
    }
}
