package io.funclet.host.deploy;

import io.funclet.host.framework.EmbeddedFelix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.BundleException;

/**
 * Notices that a code directory is another one, because a link on its path was swapped: FileInstall follows links once
 * and for all. Costs nothing where no link is on the path of a code directory.
 */
final class LinkWatch {

    private static final Logger LOG = Logger.getLogger(LinkWatch.class.getName());

    private static final long INTERVAL_SECONDS = 1;

    private final Map<Path, CodeDirectory> directories;
    private final EmbeddedFelix felix;
    private final Deployer deployer;

    LinkWatch(Map<Path, CodeDirectory> directories, EmbeddedFelix felix, Deployer deployer) {
        this.directories = directories;
        this.felix = felix;
        this.deployer = deployer;
    }

    void begin(ScheduledExecutorService timers, Executor workers) {
        boolean linked = directories.entrySet().stream()
                .anyMatch(entry -> !entry.getKey()
                        .equals(entry.getValue().path().toAbsolutePath().normalize()));
        if (linked) {
            // A file system that hangs must hang a worker, and not the timers.
            timers.scheduleWithFixedDelay(
                    () -> workers.execute(this::look), INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void look() {
        for (Map.Entry<Path, CodeDirectory> entry : directories.entrySet()) {
            CodeDirectory directory = entry.getValue();
            try {
                Path now = directory.path().toRealPath();
                // Unless it leads to what another code directory is: that one's watch is enough for both only at start.
                if (!now.equals(entry.getKey()) && directories.putIfAbsent(now, directory) == null) {
                    directories.remove(entry.getKey(), directory);
                    LOG.info("code directory " + directory.path() + " leads to " + now + " now");
                    felix.restartFileInstall();
                    deployer.changedAll(directory);
                }
            } catch (IOException swapping) {
                // Between two links there may be none for a moment; what serves goes on.
                LOG.log(Level.FINE, "code directory " + directory.path() + " is not there", swapping);
            } catch (BundleException | IllegalStateException stopping) {
                LOG.log(Level.WARNING, "code directories are not watched any more: " + stopping.getMessage(), stopping);
            }
        }
    }
}
