package io.funclet.host.deploy;

import io.funclet.host.call.Router;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.bundle.InstalledJars;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.explain.PromisedFunctions;
import io.funclet.host.deploy.explain.StatusReader;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.work.DeployWorkers;
import io.funclet.host.log.LogContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.osgi.framework.BundleReference;

/** The code directories of this process: what stands in them, and whose it is. */
public final class CodeDirectories {

    /** By real path. */
    private final Map<Path, CodeDirectory> directories;

    private final Router router;

    private final InstalledJars jars = new InstalledJars();

    /** {@code null} before anything is watched. */
    private volatile StatusReader statusReader;

    private CodeDirectories(Map<Path, CodeDirectory> directories, Router router) {
        this.directories = directories;
        this.router = router;
    }

    /**
     * Prepares the directories that a configuration names. Two functions of one directory share its watch.
     *
     * @param config names the directories
     * @param router whose slots are served
     * @return the directories
     * @throws IOException if one cannot be read
     */
    public static CodeDirectories of(RuntimeConfig config, Router router) throws IOException {
        Map<Path, CodeDirectory> directories = new ConcurrentHashMap<>();
        if (config.openDirectory().isPresent()) {
            Path path = config.openDirectory().get().toRealPath();
            directories.put(path, new CodeDirectory(0, config.openDirectory().get(), router, true));
        }
        for (FunctionConfig function : config.functions()) {
            Path path = function.codeDirectory().toRealPath();
            CodeDirectory directory = directories.computeIfAbsent(
                    path, real -> new CodeDirectory(directories.size(), function.codeDirectory(), router, false));
            directory.handlers().bind(function.handler(), router.slot(function.name()));
        }
        return new CodeDirectories(directories, router);
    }

    /** By real path; to be kept up to date by whoever sees that one leads elsewhere. */
    Map<Path, CodeDirectory> byRealPath() {
        return directories;
    }

    /** What has been installed from them. */
    InstalledJars jars() {
        return jars;
    }

    /** They can be asked about from now on. */
    void use(StatusReader known, DeployedFiles files, DeployWorkers workers) {
        statusReader = known;
        router.ask(new PromisedFunctions(directories.values(), files, workers, router));
    }

    /**
     * Whose class loader this is.
     *
     * @param classLoader a context class loader; may be {@code null}
     * @return the mark of the function bundle; {@code null} if it is none's
     */
    public LogContext markOf(ClassLoader classLoader) {
        InstalledJar jar = jarOf(classLoader);
        return jar == null ? null : jar.mark();
    }

    /**
     * In which code directory a class loader's bundle is.
     *
     * @param classLoader may be {@code null}
     * @return an object that stands for the directory; {@code null} if it is no function bundle's
     */
    public Object tenantOf(ClassLoader classLoader) {
        InstalledJar jar = jarOf(classLoader);
        return jar == null ? null : jar.directory();
    }

    private InstalledJar jarOf(ClassLoader classLoader) {
        return classLoader instanceof BundleReference reference ? jars.of(reference.getBundle()) : null;
    }

    /**
     * What stands in the directories, and what of it serves. Any thread; waits for no deployment. What is under way
     * meanwhile may be seen in part.
     *
     * @return a status for each directory; empty before they are watched
     */
    public List<DirectoryStatus> status() {
        return survey(StatusReader::of).toList();
    }

    /**
     * Why something runs, or does not. Any thread; waits for no deployment.
     *
     * @param subject a function, as callers, its handler or its bundle name it; a symbolic name; or a file of a code
     *     directory, with or without its path
     * @return what is known by this name; empty if nothing is
     */
    public List<Explanation> explain(String subject) {
        return survey((known, directory) -> known.explain(directory, subject))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Has what stands in a file tried now, whatever has become of it. Any thread; waits for nothing.
     *
     * @param subject a file of a code directory, with or without its path, a symbolic name, or a function
     * @return how that ends, for each file that is meant, on a thread of the deployments; empty if none is
     */
    public List<CompletableFuture<Outcome>> retry(String subject) {
        return request(subject, false);
    }

    /**
     * Has what serves started anew, and calls switched over to that, as at an update. Any thread; waits for nothing.
     *
     * @param subject a function, as callers, its handler or its bundle name it; a symbolic name; or a file of a code
     *     directory, with or without its path
     * @return how that ends, for each file that is meant, on a thread of the deployments; empty if none is
     */
    public List<CompletableFuture<Outcome>> restart(String subject) {
        return request(subject, true);
    }

    private List<CompletableFuture<Outcome>> request(String subject, boolean restart) {
        return survey((known, directory) -> known.request(directory, subject, restart))
                .flatMap(List::stream)
                .toList();
    }

    private <T> Stream<T> survey(BiFunction<StatusReader, CodeDirectory, T> question) {
        StatusReader known = statusReader;
        return known == null
                ? Stream.empty()
                : directories.values().stream()
                        .sorted(Comparator.comparingInt(CodeDirectory::number))
                        .map(directory -> question.apply(known, directory));
    }
}
