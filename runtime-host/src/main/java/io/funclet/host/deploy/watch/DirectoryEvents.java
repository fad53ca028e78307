package io.funclet.host.deploy.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import io.funclet.host.deploy.configuration.Configurations;
import io.funclet.host.deploy.jar.JarName;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reports changes of directories, so that they need not be polled. Costs two sleeping threads for all directories.
 *
 * <p>FileInstall has events of its own. They would cost a thread and an inotify instance for each directory, watch
 * everything below it or behind its links, and lose events that come too fast.
 */
public final class DirectoryEvents implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DirectoryEvents.class.getName());

    /** A short file is complete by then, and is not read in between. A renamed one does not wait for that. */
    private static final Duration SETTLE = Duration.ofMillis(20);

    /** How soon a replaced directory is noticed. */
    private static final Duration RENEWAL = Duration.ofSeconds(1);

    private final WatchService service;

    /** Changes while they are watched. */
    private final List<WatchedPath> directories;

    /** Those of other files; events may be missing there, because the files are looked at from time to time, too. */
    private final List<WatchedPath> folders;

    private final Set<String> names;
    private final Duration steady;
    private final CountDownLatch closed = new CountDownLatch(1);

    private DirectoryEvents(
            WatchService service,
            List<WatchedPath> directories,
            List<WatchedPath> folders,
            Set<String> names,
            Duration steady) {
        this.service = service;
        this.directories = new CopyOnWriteArrayList<>(directories);
        this.folders = folders;
        this.names = names;
        this.steady = steady;
    }

    /**
     * Watches directories from now on.
     *
     * @param files further files that are of interest, wherever they are
     * @param steady from the first look to the second, at most a second: FileInstall accepts a new file if it is the same
     *     at both
     * @return empty if a file system does not report all changes, or this machine has no watches left
     */
    public static Optional<DirectoryEvents> of(Collection<Path> paths, Collection<Path> files, Duration steady) {
        try {
            for (Path path : paths) {
                if (!LocalFileSystem.holds(path)) {
                    return Optional.empty();
                }
            }
            List<WatchedPath> directories = new ArrayList<>();
            WatchService service = FileSystems.getDefault().newWatchService();
            for (Path path : paths) {
                WatchedPath directory = new WatchedPath(path);
                directory.renew(service);
                directories.add(directory);
            }
            if (areTold(directories)) {
                List<WatchedPath> folders = WatchedPath.foldersOf(files);
                return Optional.of(new DirectoryEvents(
                        service,
                        directories,
                        folders,
                        WatchedPath.namesOf(files),
                        steady.compareTo(RENEWAL) < 0 ? steady : RENEWAL));
            }
            service.close();
        } catch (IOException | UnsupportedOperationException none) {
            LOG.log(Level.FINE, "no events of code directories", none);
        }
        return Optional.empty();
    }

    private static boolean areTold(List<WatchedPath> directories) {
        for (WatchedPath directory : directories) {
            if (!directory.isTold()) {
                return false;
            }
        }
        return true;
    }

    /** Watches a further directory; its first events may be missing, within a second. */
    public void add(Path directory) {
        directories.add(new WatchedPath(directory));
    }

    /** No longer watches a directory. */
    public void remove(Path directory) {
        directories.removeIf(watched -> watched.endIf(directory));
    }

    /**
     * Starts a thread that tells of changes.
     *
     * @param jars told of jars that it knows, at once
     * @param look called twice after every other change, for it has to look at all files
     */
    public void begin(JarWatch jars, Runnable look) {
        Thread thread = new Thread(() -> tell(jars, look), "code-events");
        thread.setDaemon(true);
        thread.start();
    }

    private void tell(JarWatch jars, Runnable look) {
        try {
            while (true) {
                if (awaitChange(jars, RENEWAL)) {
                    do {
                        look.run();
                    } while (changesSoon(jars));
                    look.run();
                }
            }
        } catch (IllegalStateException end) {
            // Expected at the stop.
            if (closed.getCount() > 0) {
                LOG.log(Level.WARNING, "code directories are looked at every 5 s only, from now on: " + end, end);
            }
        }
    }

    private boolean changesSoon(JarWatch jars) {
        boolean changed = false;
        long end = System.nanoTime() + steady.toNanos();
        for (long left = steady.toNanos(); left > 0; left = end - System.nanoTime()) {
            changed |= awaitChange(jars, Duration.ofNanos(left));
        }
        return changed;
    }

    /** Returns whether there was one that a look at all files has to find, or a directory is another one. */
    private boolean awaitChange(JarWatch jars, Duration atMost) {
        Duration time = !areTold(directories) && steady.compareTo(atMost) < 0 ? steady : atMost;
        WatchKey key;
        try {
            key = service.poll(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException byAFunction) {
            // A function may interrupt all threads of its group.
            return true;
        }
        if (key == null) {
            for (WatchedPath folder : folders) {
                folder.renew(service);
            }
            return renew();
        }
        Set<Path> written = new LinkedHashSet<>();
        boolean changed = read(key, jars, written);
        if (changed || !written.isEmpty()) {
            pause(SETTLE);
        }
        for (key = service.poll(); key != null; key = service.poll()) {
            changed |= read(key, jars, written);
        }
        for (Path jar : written) {
            changed |= !jars.written(jar);
        }
        return changed;
    }

    private boolean renew() {
        boolean changed = false;
        for (WatchedPath directory : directories) {
            changed |= directory.renew(service);
        }
        return changed;
    }

    /**
     * Reads the events of a directory. Adds jars that may still be written.
     *
     * @return whether others are of interest
     */
    private boolean read(WatchKey key, JarWatch jars, Set<Path> written) {
        boolean changed = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            String name = String.valueOf(event.context());
            if (event.kind() != OVERFLOW && JarName.is(name)) {
                Path jar = ((Path) key.watchable()).resolve(name);
                if (event.kind() == ENTRY_DELETE || !jars.replaced(jar)) {
                    written.add(jar);
                }
            } else {
                changed |= event.kind() == OVERFLOW || Configurations.isFile(name) || names.contains(name);
            }
        }
        if (!key.reset()) {
            directories.forEach(directory -> directory.lost(key));
            folders.forEach(folder -> folder.lost(key));
        }
        return changed;
    }

    private void pause(Duration time) {
        boolean ended;
        try {
            ended = closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException byAFunction) {
            ended = closed.getCount() == 0;
        }
        if (ended) {
            throw new ClosedWatchServiceException();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            service.close();
        } catch (IOException leftBehind) {
            LOG.log(Level.FINE, "the watch service did not close", leftBehind);
        }
    }
}
