package io.funclet.host.deploy.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * The path of a directory that a watch service watches. The service follows a renamed directory, so the path has to be
 * registered again. Not thread-safe.
 */
final class WatchedPath {

    private final Path path;

    /** {@code null} if it is not watched. */
    private WatchKey key;

    /** Where the path led at the last look; {@code null} if to nothing. */
    private Appearance last;

    private record Appearance(Object inode, FileTime modified) {

        /** Not a record's own equals, whose first call takes 5 ms of a start. */
        boolean isThatOf(Appearance other) {
            return other != null && inode.equals(other.inode) && modified.equals(other.modified);
        }
    }

    WatchedPath(Path path) {
        this.path = path;
    }

    /** Whether the service watches it, as far as is known. */
    boolean isTold() {
        return key != null && key.isValid();
    }

    /** The service no longer watches a directory, which is gone. */
    void lost(WatchKey of) {
        if (of.equals(key)) {
            key = null;
        }
    }

    /**
     * Registers the directory where the path leads now.
     *
     * @return whether that is another one, entries have come or gone since, or it is not watched
     */
    boolean renew(WatchService service) {
        Appearance now = appearance();
        boolean changed = now == null ? last != null : !now.isThatOf(last) || !isTold();
        last = now;
        if (changed && now != null) {
            register(service);
        }
        return changed;
    }

    private void register(WatchService service) {
        WatchKey before = key;
        try {
            key = path.register(service, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY);
        } catch (IOException goneOrTooMany) {
            key = null;
        }
        if (before != null && !before.equals(key)) {
            before.cancel();
        }
    }

    private Appearance appearance() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isDirectory()
                    ? new Appearance(attributes.fileKey(), attributes.lastModifiedTime())
                    : null;
        } catch (IOException gone) {
            return null;
        }
    }
}
