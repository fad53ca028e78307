package io.funclet.host.deploy;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.update.Deployer;
import io.funclet.host.deploy.watch.DirectoryEvents;
import io.funclet.host.deploy.watch.FileInstallProperties;
import io.funclet.host.deploy.watch.JarWatch;
import io.funclet.host.deploy.watch.LinkWatch;
import io.funclet.host.deploy.work.PeriodicTasks;
import io.funclet.host.framework.EmbeddedFelix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.framework.BundleException;

/**
 * Watches further code directories while the process runs, and ends the watch of others.
 *
 * @param byRealPath all that are in use
 */
record WatchedDirectories(
        EmbeddedFelix felix,
        Deployer deployer,
        JarWatch jarWatch,
        ConfigurationWatch configurations,
        Optional<DirectoryEvents> events,
        Map<Path, CodeDirectory> byRealPath) {

    /**
     * Watches directories, and no longer watches others: their bundles are removed when their calls have ended. Returns when
     * the jars of the new ones have been noticed.
     *
     * @param added by real path; in use
     */
    void change(Map<Path, CodeDirectory> added, List<CodeDirectory> removed) throws BundleException {
        removed.forEach(this::forget);
        felix.setProperty(
                FileInstallProperties.DIRECTORIES, context().workspace().links());
        added.values().forEach(directory -> directory.activity().begin());
        try {
            felix.restartFileInstall();
        } finally {
            added.values().forEach(deployer::end);
        }
        added.forEach(this::begin);
        removed.forEach(directory -> {
            jarWatch.leave(directory);
            configurations.files().in(directory).forEach(DeployedFile::look);
        });
    }

    private void forget(CodeDirectory directory) {
        directory.availability().retire();
        byRealPath.values().remove(directory);
        events.ifPresent(told -> told.remove(directory.path()));
        context().workspace().remove(directory);
    }

    private void begin(Path real, CodeDirectory directory) {
        events.ifPresent(told -> told.add(directory.path()));
        context()
                .timers()
                .schedule(() -> directory.handlers().publishHeld(), CodeWatch.HOLD_MILLIS, TimeUnit.MILLISECONDS);
        repeat("jar-watch", jarWatch::interval, directory, new DirectoryLook(directory, configurations, jarWatch));
        LinkWatch links = new LinkWatch(directory, real, byRealPath, felix, jarWatch, configurations.files());
        if (links.isNeeded()) {
            repeat("link-watch", () -> LinkWatch.INTERVAL, directory, links::look);
        }
    }

    private void repeat(String name, Supplier<Duration> interval, CodeDirectory directory, Runnable look) {
        new PeriodicTasks(
                        name,
                        context().timers(),
                        interval,
                        () -> context().workers().areClosed()
                                || directory.availability().isRetired(),
                        List.of(look))
                .begin();
    }

    private DeployContext context() {
        return configurations.context();
    }
}
