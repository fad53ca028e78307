package io.funclet.host.deploy.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Tells a file that is still being written from one that was left incomplete. Not thread-safe. */
public final class WriteDetector {

    /** A file that has not changed for this long is not being written any more. */
    public static final long QUIET_MILLIS = 1000;

    private final Path file;

    /** The appearance of the incomplete file; {@code null} if it was complete. */
    private String looked;

    public WriteDetector(Path file) {
        this.file = file;
    }

    /** The file is incomplete. Returns whether it has not changed since the last call. */
    public boolean hasEnded() {
        String looks = appearance();
        boolean ended = looks.equals(looked);
        looked = ended ? null : looks;
        return ended;
    }

    /** The file is complete. */
    public void over() {
        looked = null;
    }

    private String appearance() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.size() + " bytes of " + attributes.lastModifiedTime();
        } catch (IOException gone) {
            return "gone";
        }
    }
}
