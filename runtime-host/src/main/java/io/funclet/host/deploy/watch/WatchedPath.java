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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The path of a directory that a watch service watches. The service follows a renamed directory, so the path has to be
 * registered again. Of one thread, but for the end.
 */
final class WatchedPath {

    private final Path path;

    /** {@code null} if it is not watched. */
    private volatile WatchKey key;

    /** The directory where the path led at the last look, and its time; {@code null} if to none. */
    private String last;

    WatchedPath(Path path) {
        this.path = path;
    }

    /** The directories of files. */
    static List<WatchedPath> foldersOf(Collection<Path> files) {
        List<WatchedPath> folders = new ArrayList<>();
        Set<Path> paths = new HashSet<>();
        for (Path file : files) {
            if (paths.add(file.getParent())) {
                folders.add(new WatchedPath(file.getParent()));
            }
        }
        return folders;
    }

    /** The names of files, and of what changes when Kubernetes replaces them. */
    static Set<String> namesOf(Collection<Path> files) {
        Set<String> names = new HashSet<>();
        for (Path file : files) {
            names.add(file.getFileName().toString());
        }
        if (!files.isEmpty()) {
            // The link that Kubernetes swaps.
            names.add("..data");
        }
        return names;
    }

    /** Ends the watch if this is the path. Returns whether it is. */
    boolean endIf(Path other) {
        WatchKey watched = key;
        if (watched != null && path.equals(other)) {
            watched.cancel();
        }
        return path.equals(other);
    }

    /** Whether the service watches it, as far as is known. */
    boolean isTold() {
        WatchKey watched = key;
        return watched != null && watched.isValid();
    }

    /** The service no longer watches a directory, which is gone. */
    void lost(WatchKey of) {
        if (of.equals(key)) {
            key = null;
        }
    }

    /**
     * Registers the directory where the path leads now. Returns whether that is another one, entries have come or gone
     * since, or it is not watched.
     */
    boolean renew(WatchService service) {
        String now = appearance();
        boolean changed = !Objects.equals(now, last) || now != null && !isTold();
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

    private String appearance() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
            return attributes.isDirectory() ? attributes.fileKey() + " " + modified : null;
        } catch (IOException gone) {
            return null;
        }
    }
}
