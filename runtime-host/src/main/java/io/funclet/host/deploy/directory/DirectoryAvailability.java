package io.funclet.host.deploy.directory;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Logger;

/**
 * Whether a code directory is there, and may be read. One that has been renamed or unmounted has lost no jar: what serves
 * goes on, and what
 * was in it is looked at when it is back.
 */
public final class DirectoryAvailability {

    private static final Logger LOG = Logger.getLogger(DirectoryAvailability.class.getName());

    private static final String DEVICE = "unix:dev";
    private static final String FORBIDDEN = "cannot be read: permission denied";

    private final Path path;

    /**
     * Where something was mounted, if that is where the path led; {@code null} if not. What is below it is another
     * directory, empty as a rule.
     */
    private volatile Path mountPoint;

    /** Why it is not there, in the words of the last look; {@code null} if it was. Of one look at a time. */
    private String absence;

    /** Of a directory that is there. */
    DirectoryAvailability(Path path) {
        this.path = path;
        isThere();
    }

    /** Asks the file system. */
    public boolean isThere() {
        return absence() == null;
    }

    /** Whether a file is in it, also if that is a link to where this user may not look: then it has not gone. */
    public boolean mayHold(String fileName) {
        return !Files.notExists(path.resolve(fileName));
    }

    private String absence() {
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

    /** Says once that it is not there, and once that it is again. Returns whether it is again. */
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
