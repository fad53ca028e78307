package io.funclet.host.deploy.watch;

import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.framework.EmbeddedFelix;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.BundleException;

/**
 * Notices that a link on the path of a code directory was swapped. FileInstall follows links only once, but a worker reads
 * where they lead at that moment. So after a swap, also there and back, any jar may be another one.
 */
public final class LinkWatch {

    public static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = Logger.getLogger(LinkWatch.class.getName());

    private final CodeDirectory directory;
    private final Map<Path, CodeDirectory> directories;
    private final EmbeddedFelix felix;
    private final JarWatch jars;
    private final DeployedFiles files;

    /** Where the path leads, as the directories know it. This and the links are used by one look at a time. */
    private Path real;

    private FileIdentity links;

    /**
     * @param real where the path of the directory leads
     * @param directories by real path; kept up to date
     */
    public LinkWatch(
            CodeDirectory directory,
            Path real,
            Map<Path, CodeDirectory> directories,
            EmbeddedFelix felix,
            JarWatch jars,
            DeployedFiles files) {
        this.directory = directory;
        this.real = real;
        this.directories = directories;
        this.felix = felix;
        this.jars = jars;
        this.files = files;
        this.links = FileIdentity.linksOn(directory.path());
    }

    /** Looks for the directories that have links on their paths. */
    public static List<Runnable> looks(
            Map<Path, CodeDirectory> directories, EmbeddedFelix felix, JarWatch jars, DeployedFiles files) {
        List<Runnable> looks = new ArrayList<>();
        for (Map.Entry<Path, CodeDirectory> entry : directories.entrySet()) {
            LinkWatch watch = new LinkWatch(entry.getValue(), entry.getKey(), directories, felix, jars, files);
            if (watch.isNeeded()) {
                looks.add(watch::look);
            }
        }
        return looks;
    }

    /** Whether there is a link on the path; otherwise there is nothing to look at. */
    public boolean isNeeded() {
        return links != null;
    }

    /**
     * Looks at all jars again if a link was swapped.
     *
     * @throws IllegalStateException if FileInstall cannot be started again, as at the stop
     */
    public void look() {
        if (directory.availability().isRetired()) {
            return;
        }
        try {
            FileIdentity found = FileIdentity.linksOn(directory.path());
            // After the links: if they are swapped in between, the next look finds others.
            Path now = directory.path().toRealPath();
            boolean swapped = !Objects.equals(found, links);
            links = found;
            // Unless it leads to another code directory, which is watched already.
            boolean moved = !now.equals(real) && directories.putIfAbsent(now, directory) == null;
            if (moved) {
                directories.remove(real, directory);
                real = now;
                LOG.info("code directory " + directory.path() + " leads to " + now + " now");
            }
            if (moved || swapped) {
                Set<String> known = jars.forget(directory);
                // Also if it leads to the same place: FileInstall may have started while it led elsewhere.
                felix.restartFileInstall();
                // Also removed jars, of which the restarted FileInstall knows nothing.
                known.forEach(fileName -> files.get(directory, fileName).look());
            }
        } catch (IOException swapping) {
            // Between two links there may be none for a moment.
            LOG.log(Level.FINE, "code directory " + directory.path() + " is not there", swapping);
        } catch (BundleException failure) {
            throw new IllegalStateException(
                    "FileInstall does not start again, and does not watch any more: " + failure.getMessage(), failure);
        }
    }
}
