package io.funclet.host.deploy.jar;

import io.funclet.host.config.LaunchProfile;
import java.nio.file.Path;
import java.time.Duration;

/** Tells a file that is still being written from one that was left incomplete. Not thread-safe. */
public final class WriteDetector {

    /** A file that has not changed for this long is not being written any more. */
    public static final Duration QUIET = LaunchProfile.fixedWait(Duration.ofSeconds(1));

    private final Path file;
    private final Duration quiet;

    /** What the incomplete file was; {@code null} if it was complete. */
    private FileIdentity looked;

    /** The first look that found it like this. */
    private long since;

    public WriteDetector(Path file, Duration quiet) {
        this.file = file;
        this.quiet = quiet;
    }

    /** The file is incomplete. Returns whether it has not changed for long enough, as far as was looked. */
    public boolean hasEnded() {
        FileIdentity looks =
                FileIdentity.of(file.getParent(), file.getFileName().toString());
        long now = System.nanoTime();
        if (!looks.equals(looked)) {
            looked = looks;
            since = now;
            return false;
        }
        boolean ended = now - since >= quiet.toNanos();
        looked = ended ? null : looks;
        return ended;
    }

    /** The file is complete. */
    public void over() {
        looked = null;
    }
}
