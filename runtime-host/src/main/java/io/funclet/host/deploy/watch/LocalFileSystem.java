package io.funclet.host.deploy.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;

/** File systems whose changes all pass through this kernel, unlike those of a network: it reports each. */
public final class LocalFileSystem {

    private static final Set<String> TYPES =
            Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "tmpfs", "overlay");

    private LocalFileSystem() {}

    /** Whether a directory is in one. */
    static boolean holds(Path directory) throws IOException {
        return TYPES.contains(Files.getFileStore(directory).type());
    }

    /** Whether the directories of all these files are in one. */
    public static boolean holdsAll(Collection<Path> files) {
        try {
            for (Path file : files) {
                if (!holds(file.getParent())) {
                    return false;
                }
            }
            return true;
        } catch (IOException gone) {
            return false;
        }
    }
}
