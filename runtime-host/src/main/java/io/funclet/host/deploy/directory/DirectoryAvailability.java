package io.funclet.host.deploy.directory;

import io.funclet.host.deploy.jar.JarName;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Logger;

/**
 * Whether a code directory is there, and may be read. If it was renamed or unmounted, its bundles go on, and its jars are
 * looked at when it is back.
 */
public final class DirectoryAvailability {

    private static final Logger LOG = Logger.getLogger(DirectoryAvailability.class.getName());

    private static final String DEVICE = "unix:dev";
    private static final String FORBIDDEN = "cannot be read: permission denied";

    /** Longer than a tick of the clock of any file system. */
    private static final long TICK_MILLIS = 3000;

    private final Path path;

    /** When the directory was last modified before {@link #sets} were found; 0 if that does not tell enough. */
    private volatile long listed;

    private volatile List<String> sets = List.of();

    /**
     * The mount point to which the path led; {@code null} if to none. Unmounted, it is another directory, mostly empty.
     */
    private volatile Path mountPoint;

    /** Why it was not there at the last look; {@code null} if it was. Of one look at a time. */
    private String absence;

    /** Whether no function needs the directory any more. */
    private volatile boolean retired;

    DirectoryAvailability(Path path) {
        this.path = path;
        isThere();
    }

    /** Asks the file system. */
    public boolean isThere() {
        return absence() == null;
    }

    /** Whether a file is in it, also as a link to where this user may not look. */
    public boolean mayHold(String fileName) {
        return !retired && !Files.notExists(path.resolve(fileName));
    }

    /** The names of the files of sets in it, in their order. Lists it only if it may have changed since the last time. */
    public List<String> sets() {
        File directory = path.toFile();
        long now = directory.lastModified();
        if (retired || now == 0) {
            return List.of();
        }
        if (now == listed) {
            return sets;
        }
        List<String> found = new ArrayList<>();
        String[] names = directory.list();
        for (String name : names == null ? new String[0] : names) {
            if (JarName.isSet(name)) {
                found.add(name);
            }
        }
        Collections.sort(found);
        List<String> all = List.copyOf(found);
        sets = all;
        // A second change within a tick of the clock of the file system would not show.
        listed = System.currentTimeMillis() - now > TICK_MILLIS ? now : 0;
        return all;
    }

    /** From now on, its files count as gone. */
    public void retire() {
        retired = true;
    }

    public boolean isRetired() {
        return retired;
    }

    private String absence() {
        if (retired) {
            return null;
        }
        try {
            Path real = path.toRealPath();
            boolean mounted = real.getParent() != null
                    && !Files.getAttribute(real, DEVICE).equals(Files.getAttribute(real.getParent(), DEVICE));
            if (!mounted && real.equals(mountPoint)) {
                return "is not there, or not mounted";
            }
            mountPoint = mounted ? real : null;
            if (!Files.isDirectory(real)) {
                return "is not a directory";
            }
            return Files.isReadable(real) && Files.isExecutable(real) ? null : FORBIDDEN;
        } catch (AccessDeniedException denied) {
            return FORBIDDEN;
        } catch (IOException gone) {
            return "is not there" + (mountPoint == null ? "" : ", or not mounted");
        }
    }

    /** Logs once that it is gone, and once that it is back. Returns whether it is back. */
    public boolean look() {
        String before = absence;
        absence = absence();
        if (before == null && absence != null) {
            LOG.warning("code directory " + path + " " + absence
                    + ": what serves goes on, and nothing is updated meanwhile");
        } else if (before != null && absence == null) {
            LOG.info("code directory " + path + (before.equals(FORBIDDEN) ? " can be read again" : " is there again"));
        }
        return before != null && absence == null;
    }
}
