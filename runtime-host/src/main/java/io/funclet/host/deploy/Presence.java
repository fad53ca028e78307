package io.funclet.host.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Logger;

/**
 * Whether a code directory is there. One that has been renamed or unmounted has lost no jar: what serves goes on, and what
 * was in it is looked at when it is back.
 */
final class Presence {

    private static final Logger LOG = Logger.getLogger(Presence.class.getName());

    private static final String DEVICE = "unix:dev";

    private final Path path;

    /**
     * Where something was mounted, if that is where the path led; {@code null} if not. What is below it is another
     * directory, empty as a rule.
     */
    private volatile Path mountPoint;

    /** Of one look at a time. */
    private boolean there = true;

    /** Of a directory that is there. */
    Presence(Path path) {
        this.path = path;
        isThere();
    }

    /** Asks the file system. */
    boolean isThere() {
        try {
            Path real = path.toRealPath();
            boolean mounted = real.getParent() != null
                    && !Files.getAttribute(real, DEVICE).equals(Files.getAttribute(real.getParent(), DEVICE));
            if (!mounted && real.equals(mountPoint)) {
                return false;
            }
            mountPoint = mounted ? real : null;
            return Files.isDirectory(real) && Files.isReadable(real);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Says once that it is not there, and once that it is again. Returns whether it is again. */
    boolean look() {
        boolean before = there;
        there = isThere();
        if (before && !there) {
            LOG.warning("code directory " + path + " is not there" + (mountPoint == null ? "" : ", or not mounted")
                    + ": what serves goes on, and nothing is updated until it is back");
        } else if (there && !before) {
            LOG.info("code directory " + path + " is there again");
        }
        return there && !before;
    }
}
