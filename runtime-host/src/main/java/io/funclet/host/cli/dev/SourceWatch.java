package io.funclet.host.cli.dev;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for changes of files. Events of the system only wake it: what has changed is found by comparing all files with
 * those that were there before. So files that editors make for a moment do not count, and no save is lost. For one thread.
 */
final class SourceWatch implements AutoCloseable {

    /** Editors write a file in parts, or several files. */
    private static final long QUIET_MILLIS = 25;

    /** Where the system reports nothing, as on network file systems, or has no watches left. */
    private static final long POLL_MILLIS = 500;

    private final Path base;
    private final WatchService service;
    private final Map<Path, WatchKey> watched = new HashMap<>();
    private final Set<Path> named = new TreeSet<>();
    private List<Path> inputs = List.of();
    private Map<Path, Stamp> before = Map.of();
    private long wokenNanos;

    /** What tells one content of a file from another. */
    private record Stamp(long nanos, long size, Object file) {

        static Stamp of(BasicFileAttributes attributes) {
            return new Stamp(
                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS), attributes.size(), attributes.fileKey());
        }
    }

    /** @param base the project, of which directories of tools do not count */
    SourceWatch(Path base) {
        this.base = base;
        WatchService opened;
        try {
            opened = FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException none) {
            opened = null;
        }
        service = opened;
    }

    /** Watches these from now on. What changes from now on counts as changed. */
    void begin(List<Path> paths) throws IOException {
        inputs = List.copyOf(paths);
        before = look();
    }

    /** When the first of the changes came that {@link #await} has returned last, as {@link System#nanoTime}. */
    long wokenNanos() {
        return wokenNanos;
    }

    /** Watches other paths from now on, too. Their files count as changed only if they change later. */
    void extend(List<Path> paths) throws IOException {
        inputs = List.copyOf(paths);
        Map<Path, Stamp> all = look();
        all.putAll(before);
        before = all;
    }

    /**
     * Waits until files have changed, come or gone, and it is quiet for a moment. Returns which; none once there is nothing
     * to wait for.
     */
    Set<Path> await(BooleanSupplier goesOn) throws IOException, InterruptedException {
        while (goesOn.getAsBoolean()) {
            named.clear();
            boolean woken = wake(POLL_MILLIS);
            wokenNanos = System.nanoTime();
            while (woken && wake(QUIET_MILLIS)) {
                // More is to come.
            }
            Set<Path> changed = changes();
            if (!changed.isEmpty()) {
                return changed;
            }
        }
        return Set.of();
    }

    private Set<Path> changes() throws IOException {
        Map<Path, Stamp> now = look();
        Set<Path> changed = new TreeSet<>();
        now.forEach((file, stamp) -> {
            // Two saves within one tick of the clock have one time.
            if (!stamp.equals(before.get(file)) || named.contains(file)) {
                changed.add(file);
            }
        });
        before.keySet().stream().filter(file -> !now.containsKey(file)).forEach(changed::add);
        before = now;
        return changed;
    }

    /** Returns whether the system has reported anything; where it does not, waits for a while. */
    private boolean wake(long millis) throws InterruptedException {
        if (service == null) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(millis));
            return false;
        }
        WatchKey key = service.poll(millis, TimeUnit.MILLISECONDS);
        if (key == null) {
            return false;
        }
        for (WatchEvent<?> event : key.pollEvents()) {
            if (event.kind() == ENTRY_MODIFY) {
                named.add(((Path) key.watchable()).resolve((Path) event.context()));
            }
        }
        if (!key.reset()) {
            watched.remove((Path) key.watchable());
        }
        return true;
    }

    /** All files, and from now on the events of all directories. */
    private Map<Path, Stamp> look() throws IOException {
        Map<Path, Stamp> found = new HashMap<>();
        for (Path input : inputs) {
            try {
                // Also a file that is not there yet.
                watch(Files.isDirectory(input) ? input : input.getParent());
                SourceTree.walk(input, input.equals(base), (path, attributes) -> {
                    if (attributes.isDirectory()) {
                        watch(path);
                    } else {
                        found.put(path, Stamp.of(attributes));
                    }
                });
            } catch (UncheckedIOException failed) {
                throw failed.getCause();
            }
        }
        return found;
    }

    private void watch(Path directory) {
        if (service != null && !watched.containsKey(directory) && Files.isDirectory(directory)) {
            try {
                watched.put(directory, directory.register(service, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY));
            } catch (IOException gone) {
                // It has gone, or there are no watches left: the look of each half second remains.
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (service != null) {
            service.close();
        }
    }
}
