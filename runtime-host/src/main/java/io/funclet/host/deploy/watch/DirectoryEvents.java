package io.funclet.host.deploy.watch;

import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import io.funclet.host.deploy.configuration.Configurations;
import io.funclet.host.deploy.jar.JarName;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** File systems whose changes all pass through this kernel, unlike those of a network. */
    private static final Set<String> FILE_SYSTEMS =
            Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "tmpfs", "overlay");

    /** A short file is complete by then, and is not read in between. */
    private static final Duration SETTLE = Duration.ofMillis(20);

    /** How soon a replaced directory is noticed. */
    private static final Duration RENEWAL = Duration.ofSeconds(1);

    private final WatchService service;
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
        this.directories = directories;
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
                if (!isLocal(path)) {
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
                List<WatchedPath> folders = folders(files);
                return Optional.of(new DirectoryEvents(
                        service, directories, folders, names(files), steady.compareTo(RENEWAL) < 0 ? steady : RENEWAL));
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

    private static List<WatchedPath> folders(Collection<Path> files) {
        List<WatchedPath> folders = new ArrayList<>();
        Set<Path> paths = new HashSet<>();
        for (Path file : files) {
            if (paths.add(file.getParent())) {
                folders.add(new WatchedPath(file.getParent()));
            }
        }
        return folders;
    }

    private static Set<String> names(Collection<Path> files) {
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

    /** Whether the file systems of files report all changes. */
    public static boolean tellOf(Collection<Path> files) {
        for (Path file : files) {
            try {
                if (!isLocal(file.getParent())) {
                    return false;
                }
            } catch (IOException gone) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLocal(Path directory) throws IOException {
        return FILE_SYSTEMS.contains(Files.getFileStore(directory).type());
    }

    /** Starts to call {@code look} on a thread of its own, twice after every change. */
    public void begin(Runnable look) {
        Thread thread = new Thread(() -> tell(look), "code-events");
        thread.setDaemon(true);
        thread.start();
    }

    private void tell(Runnable look) {
        try {
            while (true) {
                if (awaitChange()) {
                    look.run();
                    pause(steady);
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

    /** Returns whether there was one, or a directory is another one. */
    private boolean awaitChange() {
        boolean blind = !areTold(directories);
        WatchKey key;
        try {
            key = service.poll((blind ? steady : RENEWAL).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException byAFunction) {
            // A function may interrupt all threads of its group.
            return true;
        }
        boolean changed = false;
        if (key == null) {
            for (WatchedPath directory : directories) {
                changed |= directory.renew(service);
            }
            for (WatchedPath folder : folders) {
                folder.renew(service);
            }
            return changed;
        }
        pause(SETTLE);
        for (; key != null; key = service.poll()) {
            changed |= key.pollEvents().stream().anyMatch(this::isOfInterest);
            if (!key.reset()) {
                WatchKey gone = key;
                directories.forEach(directory -> directory.lost(gone));
                folders.forEach(folder -> folder.lost(gone));
            }
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

    /** Whether the event concerns a jar or a configuration, or events were lost. */
    private boolean isOfInterest(WatchEvent<?> event) {
        String name = String.valueOf(event.context());
        return event.kind() == OVERFLOW || JarName.is(name) || Configurations.isFile(name) || names.contains(name);
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
