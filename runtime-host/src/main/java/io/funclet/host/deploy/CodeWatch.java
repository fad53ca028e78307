package io.funclet.host.deploy;

import io.funclet.host.config.LaunchProfile;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.FunctionServices;
import io.funclet.host.deploy.bundle.InstalledJars;
import io.funclet.host.deploy.bundle.ServiceNeighbours;
import io.funclet.host.deploy.bundle.StopContextClassLoaderHook;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.directory.DeployWorkspace;
import io.funclet.host.deploy.explain.StatusReader;
import io.funclet.host.deploy.file.ArrivingJars;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.leftover.LeftThreads;
import io.funclet.host.deploy.update.Deployer;
import io.funclet.host.deploy.watch.DirectoryEvents;
import io.funclet.host.deploy.watch.FileInstallProperties;
import io.funclet.host.deploy.watch.FileInstallTrigger;
import io.funclet.host.deploy.watch.JarWatch;
import io.funclet.host.deploy.watch.LinkWatch;
import io.funclet.host.deploy.watch.LocalFileSystem;
import io.funclet.host.deploy.work.DeployWorkers;
import io.funclet.host.deploy.work.FunctionThreads;
import io.funclet.host.deploy.work.PeriodicTasks;
import io.funclet.host.framework.EmbeddedFelix;
import io.funclet.host.framework.isolation.Isolation;
import io.funclet.host.framework.weaving.ProcessCallWeaver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.hooks.bundle.EventHook;
import org.osgi.framework.hooks.weaving.WeavingHook;

/** Watches the code directories, by FileInstall and beside it, and deploys what changes there. */
public final class CodeWatch implements AutoCloseable {

    /** How long a start with many jars may hold back functions that are ready. */
    private static final long HOLD_MILLIS = 2000;

    /** FileInstall's own interval, if events trigger it. */
    private static final Duration HARDLY_EVER = Duration.ofHours(1);

    private final CodeDirectories all;

    private final Map<Path, CodeDirectory> directories;

    private final DeployWorkspace workspace;

    private final DeployWorkers workers = new DeployWorkers();
    private FunctionServices services;
    private volatile Runnable looks = () -> {};

    /** Empty if FileInstall has to poll. Written before the framework boots. */
    private volatile Optional<DirectoryEvents> events = Optional.empty();

    /** Whether they tell of the configuration file, too; if not, a look at it may hang. Written before the framework boots. */
    private volatile boolean tellOfFile;

    /**
     * @param work a directory of this process, for copies and links
     * @param isThere whether it is there, and belongs to this user
     */
    public CodeWatch(CodeDirectories directories, Path work, BooleanSupplier isThere) {
        this.all = directories;
        this.directories = directories.byRealPath();
        this.workspace = new DeployWorkspace(work, isThere, this.directories.values());
    }

    /**
     * The configuration of FileInstall, before the framework boots.
     *
     * @param config how often it looks, if no events trigger it
     */
    public Map<String, String> fileInstallProperties(RuntimeConfig config) throws IOException {
        // Links with names of our own: FileInstall splits the list at commas and substitutes ${...}.
        StringJoiner list = new StringJoiner(",");
        List<Path> paths = new ArrayList<>();
        for (CodeDirectory directory : directories.values()) {
            list.add(workspace.link(directory).toString());
            paths.add(directory.path());
        }
        workspace.make();
        if (!LaunchProfile.CURRENT.isLimited()) {
            List<Path> files = config.file().isPresent() ? ConfigFileWatch.files(config) : List.of();
            tellOfFile = LocalFileSystem.holdsAll(files);
            events = DirectoryEvents.of(
                    paths, tellOfFile ? files : List.of(), config.deployment().pollInterval());
        }
        Duration interval =
                events.isPresent() ? HARDLY_EVER : config.deployment().pollInterval();
        return FileInstallProperties.of(
                list.toString(), interval, workspace.work().resolve("fileinstall"));
    }

    /** The directory for the framework's own files, which need not be there. */
    public Path storage() {
        return workspace.storage();
    }

    /**
     * Starts to watch. Returns when all present jars have been noticed; other threads deploy them.
     *
     * @param timers for time limits; its tasks are short
     * @param chores run by a thread from time to time
     */
    public void begin(
            EmbeddedFelix felix,
            ScheduledExecutorService timers,
            RuntimeConfig config,
            FunctionThreads functionThreads,
            List<Runnable> chores)
            throws BundleException, IOException {
        BundleContext host = felix.context();
        InstalledJars jars = all.jars();
        Isolation.enforce(host, jars::mayUse, jars);
        host.registerService(WeavingHook.class, new ProcessCallWeaver(), null);
        host.registerService(EventHook.class, new StopContextClassLoaderHook(jars), null);
        DeployContext context = new DeployContext(
                host,
                jars,
                workspace,
                new AtomicLong(),
                timers,
                workers,
                config.deployment().startTimeout(),
                config.deployment().drainTimeout().orElse(config.server().timeout()),
                functionThreads,
                Thread.getDefaultUncaughtExceptionHandler());
        services = FunctionServices.listen(context);
        Deployer deployer = new Deployer(context);
        DeployedFiles files = deployer.files();
        felix.mediate(new ServiceNeighbours(jars, directory -> new ArrivingJars(files).await(directory)));
        all.use(new StatusReader(context, files), files, workers);
        JarWatch jarWatch = new JarWatch(
                directories.values(), file -> directories.get(file.toPath().getParent()), files);
        // Before any thread reads what they lead to.
        List<Runnable> linkLooks = linkLooks(felix, jarWatch, files);
        host.registerService(ArtifactInstaller.class, jarWatch, null);
        for (CodeDirectory directory : directories.values()) {
            directory.activity().begin();
        }
        felix.startFileInstall();
        for (CodeDirectory directory : directories.values()) {
            deployer.end(directory);
        }
        timers.schedule(
                () -> directories
                        .values()
                        .forEach(directory -> directory.handlers().publishHeld()),
                HOLD_MILLIS,
                TimeUnit.MILLISECONDS);
        FileInstallTrigger trigger = new FileInstallTrigger(host);
        looks = () -> {
            trigger.trigger();
            directories.values().forEach(directory -> files.in(directory).forEach(DeployedFile::look));
        };
        ConfigurationWatch configurations = new ConfigurationWatch(
                context, all, files, config.file().isPresent() ? new ConfigFileWatch(config, all::configure) : null);
        if (events.isPresent()) {
            events.get().begin(jarWatch, () -> {
                trigger.trigger();
                if (tellOfFile) {
                    configurations.lookAtFile();
                }
                configurations.look();
            });
        }
        beginJarLooks(configurations, jarWatch, trigger, chores);
        if (!linkLooks.isEmpty()) {
            new PeriodicTasks("link-watch", timers, () -> LinkWatch.INTERVAL, workers::areClosed, linkLooks).begin();
        }
    }

    private void beginJarLooks(
            ConfigurationWatch configurations, JarWatch jarWatch, FileInstallTrigger trigger, List<Runnable> chores) {
        DeployContext context = configurations.context();
        DeployedFiles files = configurations.files();
        List<Runnable> jarLooks = new ArrayList<>(chores);
        jarLooks.add(() -> workspace.restore(context.host()));
        jarLooks.add(workers::revive);
        // Not as a method reference, which would load the class at the start.
        jarLooks.add(() -> LeftThreads.detachShared());
        for (CodeDirectory directory : directories.values()) {
            jarLooks.add(() -> {
                if (directory.availability().look()) {
                    files.in(directory).forEach(DeployedFile::look);
                }
                jarWatch.look(directory);
                configurations.look(directory);
            });
        }
        if (configurations.file() != null) {
            jarLooks.add(configurations::lookAtFile);
        }
        // No event tells of jars behind links, or of file systems that are mounted over a code directory.
        if (events.isPresent()) {
            jarLooks.add(trigger::trigger);
        }
        new PeriodicTasks("jar-watch", context.timers(), jarWatch::interval, workers::areClosed, jarLooks).begin();
    }

    /** For the directories that have links on their paths. */
    private List<Runnable> linkLooks(EmbeddedFelix felix, JarWatch jarWatch, DeployedFiles files) {
        List<Runnable> linkLooks = new ArrayList<>();
        for (Map.Entry<Path, CodeDirectory> entry : directories.entrySet()) {
            LinkWatch watch = new LinkWatch(entry.getValue(), entry.getKey(), directories, felix, jarWatch, files);
            if (watch.isNeeded()) {
                linkLooks.add(watch::look);
            }
        }
        return linkLooks;
    }

    /**
     * Looks at all files, as if they had changed: rejected ones are tried again. Does nothing before the watch has begun.
     * Any thread; returns at once.
     */
    public void lookAgain() {
        looks.run();
    }

    /** Ends all deployments. Services that go from now on are no news. */
    @Override
    public void close() {
        events.ifPresent(DirectoryEvents::close);
        if (services != null) {
            services.close();
        }
        workers.close();
    }
}
