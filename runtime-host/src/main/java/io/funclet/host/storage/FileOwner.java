package io.funclet.host.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Who may have written a file. */
public final class FileOwner {

    private static final String MODE_AND_OWNER = "unix:mode,uid";
    private static final int OTHERS_WRITE = 0002;
    private static final int ROOT = 0;

    private FileOwner() {}

    /**
     * Why the content may be that of another user than root and that of this process, in words that follow the name of the
     * file; empty if only these, or their group, can have written it.
     */
    public static Optional<String> distrust(Path file) {
        try {
            Object own = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            Map<String, Object> link = Files.readAttributes(file, MODE_AND_OWNER, LinkOption.NOFOLLOW_LINKS);
            Map<String, Object> target = Files.readAttributes(file, MODE_AND_OWNER);
            for (Object owner : new Object[] {link.get("uid"), target.get("uid")}) {
                if (!owner.equals(own) && !owner.equals(ROOT)) {
                    return Optional.of("belongs to another user (" + owner + ")");
                }
            }
            return ((int) target.get("mode") & OTHERS_WRITE) == 0
                    ? Optional.empty()
                    : Optional.of("may be written by all users");
        } catch (IOException | UnsupportedOperationException unknowable) {
            return Optional.of("has an owner that cannot be found out");
        }
    }
}
