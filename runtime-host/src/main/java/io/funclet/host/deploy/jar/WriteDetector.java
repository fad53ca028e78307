package io.funclet.host.deploy.jar;

import io.funclet.host.config.LaunchProfile;
import java.nio.file.Path;
import java.time.Duration;

/** Tells a file that is still being written from one that was left incomplete. Not thread-safe. */
public final class WriteDetector {

    /** A file that has not changed for this long is not being written any more. */
    public static final long QUIET_MILLIS =
            LaunchProfile.fixedWait(Duration.ofSeconds(1)).toMillis();

    private final Path file;

    /** What the incomplete file was; {@code null} if it was complete. */
    private FileIdentity looked;

    public WriteDetector(Path file) {
        this.file = file;
    }

    /** The file is incomplete. Returns whether it has not changed since the last call. */
    public boolean hasEnded() {
        FileIdentity looks =
                FileIdentity.of(file.getParent(), file.getFileName().toString());
        boolean ended = looks.equals(looked);
        looked = ended ? null : looks;
        return ended;
    }

    /** The file is complete. */
    public void over() {
        looked = null;
    }
}
