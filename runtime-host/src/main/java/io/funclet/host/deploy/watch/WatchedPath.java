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
 * A directory by its path, of which a watch service tells. The service follows the directory, also if it is renamed, so
 * that it has to be told anew where the path leads. Not thread-safe.
 */
final class WatchedPath {

    private final Path path;

    /** {@code null} if nothing is told. */
    private WatchKey key;

    /** What the path led to when that was looked at last; {@code null} if to nothing. */
    private Appearance last;

    private record Appearance(Object inode, FileTime modified) {

        /** Not by a record's own equals, which is put together when it is first called: 5 ms of a start. */
        boolean isThatOf(Appearance other) {
            return other != null && inode.equals(other.inode) && modified.equals(other.modified);
        }
    }

    WatchedPath(Path path) {
        this.path = path;
    }

    /** Whether the service tells of what happens in it, as far as is known. */
    boolean isTold() {
        return key != null && key.isValid();
    }

    /** The service has said that it will tell no more of a directory, which is gone. */
    void lost(WatchKey of) {
        if (of.equals(key)) {
            key = null;
        }
    }

    /**
     * Has the service tell of what the path leads to now.
     *
     * @return whether that is another directory than before, entries have come or gone since, or nothing is told
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
