package io.funclet.host.deploy;

import io.funclet.host.call.endpoint.FunctionEndpoint;
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
import io.funclet.host.deploy.watch.FileInstallRevival;
import io.funclet.host.deploy.watch.FileInstallTrigger;
import io.funclet.host.deploy.watch.JarWatch;
import io.funclet.host.deploy.watch.LinkWatch;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.hooks.bundle.EventHook;
import org.osgi.framework.hooks.weaving.WeavingHook;

/** Watches the code directories, by FileInstall and beside it, and deploys what changes there. */
public final class CodeWatch implements AutoCloseable {

    /** How long a start with many jars may hold back functions that are ready. */
    static final long HOLD_MILLIS = 2000;

    private final CodeDirectories all;

    private final Map<Path, CodeDirectory> directories;

    private final DeployWorkspace workspace;

    private final DeployWorkers workers = new DeployWorkers();
    private FunctionServices services;
    private EmbeddedFelix felix;
    private Deployer deployer;
    private JarWatch jarWatch;
    private ConfigurationWatch configurations;

    /** {@code null} before the first change. */
    private DirectoryReconfiguration reconfiguration;

    private volatile Runnable looks = () -> {};

    /** Written before the framework boots. */
    private volatile ChangeEvents events = ChangeEvents.NONE;

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
        workspace.make();
        events = ChangeEvents.of(config, directories.values());
        return FileInstallProperties.of(
                workspace.links(), events.interval(config), workspace.work().resolve("fileinstall"));
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
            EmbeddedFelix started,
            ScheduledExecutorService timers,
            RuntimeConfig config,
            FunctionThreads functionThreads,
            List<Runnable> chores)
            throws BundleException, IOException {
        felix = started;
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
                new AtomicReference<>(drainLimit(config)),
                functionThreads,
                Thread.getDefaultUncaughtExceptionHandler());
        services = FunctionServices.listen(context);
        deployer = new Deployer(context);
        DeployedFiles files = deployer.files();
        felix.mediate(new ServiceNeighbours(jars, directory -> new ArrivingJars(files).await(directory)));
        all.use(new StatusReader(context, files, deployer.sets()), files, workers);
        jarWatch = new JarWatch(file -> directories.get(file.toPath().getParent()), files);
        // Before any thread reads what they lead to.
        List<Runnable> linkLooks = LinkWatch.looks(directories, felix, jarWatch, files);
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
        configurations = new ConfigurationWatch(
                context, all, files, config.file().isPresent() ? new ConfigFileWatch(config, all::configure) : null);
        events.begin(jarWatch, trigger, configurations);
        beginJarLooks(trigger, chores);
        if (!linkLooks.isEmpty()) {
            new PeriodicTasks("link-watch", timers, () -> LinkWatch.INTERVAL, workers::areClosed, linkLooks).begin();
        }
    }

    private static Duration drainLimit(RuntimeConfig config) {
        return config.deployment().drainTimeout().orElse(config.server().timeout());
    }

    private void beginJarLooks(FileInstallTrigger trigger, List<Runnable> chores) {
        DeployContext context = configurations.context();
        List<Runnable> jarLooks = new ArrayList<>(chores);
        jarLooks.add(() -> workspace.restore(context.host()));
        jarLooks.add(workers::revive);
        // Not before it runs: a start does without the class.
        jarLooks.add(() -> new FileInstallRevival(felix, looks).run());
        // Not as a method reference, which would load the class at the start.
        jarLooks.add(() -> LeftThreads.detachShared());
        for (CodeDirectory directory : directories.values()) {
            jarLooks.add(new DirectoryLook(directory, configurations, jarWatch));
        }
        if (configurations.file() != null) {
            jarLooks.add(configurations::lookAtFile);
        }
        // No event tells of jars behind links, or of file systems that are mounted over a code directory.
        if (events.areTold()) {
            jarLooks.add(trigger::trigger);
        }
        new PeriodicTasks("jar-watch", context.timers(), jarWatch::interval, workers::areClosed, jarLooks).begin();
    }

    /**
     * Looks at all files, as if they had changed: rejected ones are tried again. Does nothing before the watch has begun.
     * Any thread; returns at once.
     */
    public void lookAgain() {
        looks.run();
    }

    /**
     * Prepares the directories of a changed configuration. What runs does not change.
     *
     * @throws IOException if one of them is not there, or the work directory cannot be written
     */
    public DirectoryPlan plan(RuntimeConfig config) throws IOException {
        DirectoryPlan plan = all.plan(config);
        workspace.make(plan.directories());
        return plan;
    }

    /**
     * Follows a changed configuration: watches the directories of new functions, and leaves those that none needs when the
     * calls of their functions have ended. Returns when the jars of new directories have been noticed. After the begin; by
     * one thread at a time.
     *
     * @param left the endpoints that no new call reaches
     */
    public void reconfigure(DirectoryPlan plan, Collection<FunctionEndpoint> left) throws BundleException {
        if (reconfiguration == null) {
            reconfiguration = new DirectoryReconfiguration(
                    all,
                    new WatchedDirectories(
                            felix, deployer, jarWatch, configurations, events.ofDirectories(), directories),
                    configurations.context());
        }
        configurations.context().drainLimit().set(drainLimit(plan.config()));
        configurations.file().reloaded(plan.config());
        reconfiguration.apply(plan, left);
    }

    /** Ends all deployments. Services that go from now on are no news. */
    @Override
    public void close() {
        events.ofDirectories().ifPresent(DirectoryEvents::close);
        if (services != null) {
            services.close();
            deployer.close();
        }
        workers.close();
    }
}
