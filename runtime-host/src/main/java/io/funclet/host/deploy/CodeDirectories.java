package io.funclet.host.deploy;

import io.funclet.host.call.Router;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.bundle.InstalledJars;
import io.funclet.host.deploy.configuration.ConfigurationFile;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.directory.History;
import io.funclet.host.deploy.explain.PromisedFunctions;
import io.funclet.host.deploy.explain.StatusReader;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.file.FileRequest.Order;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.PastChange;
import io.funclet.host.deploy.work.DeployWorkers;
import io.funclet.host.log.LogContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.BundleReference;

/** The code directories of this process, and what is installed from them. */
public final class CodeDirectories {

    private final Map<Path, CodeDirectory> directories = new ConcurrentHashMap<>();

    private final Router router;

    private final InstalledJars jars = new InstalledJars();

    /** {@code null} before anything is watched. */
    private volatile StatusReader statusReader;

    private final AtomicInteger numbers = new AtomicInteger();

    private CodeDirectories(Router router) {
        this.router = router;
    }

    /** Prepares the directories that a configuration names. */
    public static CodeDirectories of(RuntimeConfig config, Router router) throws IOException {
        CodeDirectories all = new CodeDirectories(router);
        DirectoryPlan plan = all.plan(config);
        all.directories.putAll(plan.byRealPath());
        plan.bindings().forEach((directory, bindings) -> directory.handlers().configure(bindings));
        if (config.hasComponentSettings()) {
            all.configure(config);
        }
        return all;
    }

    /**
     * Finds the directories of a changed configuration. Changes nothing.
     *
     * @throws IOException if one of them is not there
     */
    DirectoryPlan plan(RuntimeConfig config) throws IOException {
        return DirectoryPlan.of(config, router, numbers::getAndIncrement, directories);
    }

    /**
     * Sets the values for the components of functions. Returns the functions whose values differ now; those of bundles that
     * have started differ from the next look on.
     */
    Set<String> configure(RuntimeConfig config) {
        Map<CodeDirectory, Map<String, ConfigurationFile>> values = ComponentValues.of(config, this::of);
        Set<String> changed = new TreeSet<>();
        for (CodeDirectory directory : directories.values()) {
            Map<String, ConfigurationFile> now = values.getOrDefault(directory, Map.of());
            if (!now.isEmpty() || !jars.configurations().ofFunctions(directory).isEmpty()) {
                changed.addAll(jars.configure(directory, now));
            }
        }
        return changed;
    }

    /** The directory where a path leads; {@code null} if it is none of them. */
    private CodeDirectory of(Path path) {
        // First by its own path: a link on it may have been swapped just now.
        for (CodeDirectory directory : directories.values()) {
            if (directory.path().equals(path)) {
                return directory;
            }
        }
        try {
            return directories.get(path.toRealPath());
        } catch (IOException gone) {
            return null;
        }
    }

    /** By real path; {@code LinkWatch} keeps it up to date. */
    Map<Path, CodeDirectory> byRealPath() {
        return directories;
    }

    InstalledJars jars() {
        return jars;
    }

    /** Their status can be read from now on. */
    void use(StatusReader known, DeployedFiles files, DeployWorkers workers) {
        statusReader = known;
        router.ask(new PromisedFunctions(directories.values(), files, workers, router));
    }

    /** The log mark of a class loader's function bundle; {@code null} if it has none. */
    public LogContext markOf(ClassLoader classLoader) {
        InstalledJar jar = jarOf(classLoader);
        return jar == null ? null : jar.mark();
    }

    /** Identifies the code directory of a class loader; {@code null} if it has none. */
    public Object tenantOf(ClassLoader classLoader) {
        InstalledJar jar = jarOf(classLoader);
        return jar == null ? null : jar.directory();
    }

    /** The name of the tenant in the configuration whose a class loader is; empty if it is of none. */
    public String tenantNameOf(ClassLoader classLoader) {
        InstalledJar jar = jarOf(classLoader);
        return jar == null ? "" : jar.directory().handlers().names().tenant();
    }

    private InstalledJar jarOf(ClassLoader classLoader) {
        return classLoader instanceof BundleReference reference ? jars.of(reference.getBundle()) : null;
    }

    /**
     * The status of each directory; empty before they are watched. Any thread; waits for no deployment, and may see one in
     * part.
     *
     * @param which the directories that count
     */
    public List<DirectoryStatus> status(Predicate<Path> which) {
        return survey(which, StatusReader::of).toList();
    }

    /**
     * Why something runs, or does not. Any thread; waits for no deployment.
     *
     * @param subject a function, as callers, its handler or its bundle name it; a symbolic name; or a file of a code
     *     directory, with or without its path
     * @param which the directories that count
     * @return what has this name; empty if nothing has
     */
    public List<Explanation> explain(String subject, Predicate<Path> which) {
        return survey(which, (known, directory) -> known.explain(directory, subject))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Does what an operator asks for, as at an update: calls switch over. Any thread; waits for nothing.
     *
     * @param subject as that of {@link #explain}
     * @param which the directories that count
     * @return how that ends for each such file, on a thread of the deployments; empty if there is none
     */
    public List<CompletableFuture<Outcome>> request(String subject, Order order, Predicate<Path> which) {
        return survey(which, (known, directory) -> known.request(directory, subject, order))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Sets the part of the calls that a new version gets while it is compared with the one before it. Any thread.
     *
     * @param subject as that of {@link #explain}
     * @param percent from 1 to 100
     * @param which the directories that count
     * @return what that is now, or why it is not, for each such file; empty if there is none
     */
    public List<Outcome> share(String subject, int percent, boolean copies, Predicate<Path> which) {
        return survey(which, (known, directory) -> known.share(directory, subject, percent, copies))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * How changes ended, as far as that is kept. Any thread; reads files.
     *
     * @param subject a function, a symbolic name or a file, with or without its directory; empty for all
     * @param which the directories that count
     * @return the oldest first
     */
    public List<PastChange> history(String subject, Predicate<Path> which) {
        return survey(which, (known, directory) -> known.history(directory, subject))
                .flatMap(List::stream)
                .sorted(Comparator.comparing(PastChange::at))
                .toList();
    }

    /**
     * How the last changes ended, also those of earlier processes as far as they are kept. Any thread.
     *
     * @param which the directories that count
     * @return the newest first; at most as many as are remembered of one directory
     */
    public List<PastChange> lastChanges(Predicate<Path> which) {
        return survey(which, StatusReader::lastChanges)
                .flatMap(List::stream)
                .sorted(Comparator.comparing(PastChange::at).reversed())
                .limit(History.MOST)
                .toList();
    }

    /**
     * Looks now at a file that has come, changed or gone, without a wait for the watch to notice that. Any thread; waits
     * for nothing.
     *
     * @param file in a code directory of a runtime that has started
     * @return how that ends, on a thread of the deployments
     * @throws IllegalArgumentException if it is in no code directory
     */
    public CompletableFuture<Outcome> attempt(Path file) {
        for (CodeDirectory directory : directories.values()) {
            if (directory.path().equals(file.getParent())) {
                return statusReader.attempt(directory, file.getFileName().toString());
            }
        }
        throw new IllegalArgumentException(file + " is in no code directory");
    }

    private <T> Stream<T> survey(Predicate<Path> which, BiFunction<StatusReader, CodeDirectory, T> question) {
        StatusReader known = statusReader;
        return known == null
                ? Stream.empty()
                : directories.values().stream()
                        .filter(directory -> which.test(directory.path()))
                        .sorted(Comparator.comparingInt(CodeDirectory::number))
                        .map(directory -> question.apply(known, directory));
    }
}
