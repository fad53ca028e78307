package io.funclet.host.storage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The files of this process: copies of jars, and the framework's storage. Created at each start and deleted at its end.
 * Thread-safe.
 */
public final class WorkDirectory implements AutoCloseable {

    static final String PREFIX = "funclet-";
    static final Path LOCK = Path.of("lock");

    private static final Logger LOG = Logger.getLogger(WorkDirectory.class.getName());

    @GuardedBy("this")
    private PrivateDirectory directory;

    /**
     * Held while the process lives; the system releases it at any end. Process numbers are not enough: in containers
     * that share their temporary files, each runtime is process 1.
     */
    @GuardedBy("this")
    private FileChannel lock;

    /** The last logged reason why it could not be repaired; empty if it could. */
    @GuardedBy("this")
    private String trouble = "";

    private WorkDirectory(PrivateDirectory directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** Where the system keeps temporary files. */
    public static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Creates a directory among temporary files. The message of an exception says where. */
    public static WorkDirectory createIn(Path temporary) throws IOException {
        try {
            return create(temporary);
        } catch (IOException e) {
            throw new IOException("no directory can be made in " + temporary + " (java.io.tmpdir): " + e, e);
        }
    }

    public static WorkDirectory create(Path parent) throws IOException {
        Path real = parent.toRealPath();
        while (true) {
            PrivateDirectory directory = PrivateDirectory.create(
                    real, PREFIX + ProcessHandle.current().pid() + "-");
            FileChannel lock = lock(directory.path());
            if (lock != null) {
                return new WorkDirectory(directory, lock);
            }
        }
    }

    /**
     * Locks a new directory, or returns {@code null} if it was deleted: until then, another process may take it for an
     * abandoned one. Does not wait.
     */
    static FileChannel lock(Path directory) throws IOException {
        Path file = directory.resolve(LOCK);
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (NoSuchFileException swept) {
            return null;
        }
        try {
            FileLock lock = channel.tryLock();
            // A process that deletes it holds the lock meanwhile, so check the file after locking.
            if (lock != null && Files.exists(file)) {
                return channel;
            }
            channel.close();
            return null;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    public synchronized Path path() {
        return directory.path();
    }

    /** Whether it is there, and not replaced by another user. */
    public synchronized boolean isThere() {
        return directory.isThere();
    }

    /** Recreates the directory or its lock file if they were deleted. */
    synchronized void mend() {
        try {
            if (!lock.isOpen()) {
                return;
            }
            if (!directory.isThere()) {
                directory = directory.again();
                LOG.warning(path() + ", in which the runtime works, was cleaned away: it is made anew. Those"
                        + " who clean up there should leave out " + PREFIX + "*");
            }
            if (Files.notExists(path().resolve(LOCK), LinkOption.NOFOLLOW_LINKS)) {
                FileChannel anew = lock(path());
                if (anew != null) {
                    lock.close();
                    lock = anew;
                }
            }
            trouble = "";
        } catch (IOException failure) {
            if (!trouble.equals(failure.toString())) {
                trouble = failure.toString();
                LOG.warning(path()
                        + ", in which the runtime works, is gone and cannot be made anew, so that nothing is updated: "
                        + (failure instanceof NoSuchFileException
                                ? "there is no directory " + path().getParent()
                                : FileErrorText.words(failure)));
            }
        }
    }

    /** Makes its files look new to clean-up tools. */
    synchronized void touch() {
        FileTime now = FileTime.from(Instant.now());
        try (Stream<Path> files = Files.walk(path())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setTimes(now, now, null);
            }
        } catch (IOException | UncheckedIOException beingChanged) {
            LOG.log(Level.FINE, "not all of " + path() + " looks new", beingChanged);
        }
    }

    /** Names the parent directory in a failure to write here; returns other failures as they are. */
    public IOException blame(FileSystemException failure) {
        return failure.getFile() != null && Path.of(failure.getFile()).startsWith(path())
                ? new IOException(
                        path().getParent() + " (java.io.tmpdir) cannot be written to: " + FileErrorText.words(failure),
                        failure)
                : failure;
    }

    @Override
    public synchronized void close() throws IOException {
        directory.delete(LOCK);
        lock.close();
    }
}
