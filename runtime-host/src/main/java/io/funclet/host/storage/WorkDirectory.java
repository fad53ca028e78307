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
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The files of this process: copies of jars, the framework's storage. Made anew at each start and deleted at its end,
 * because the code directories are the truth. Any thread.
 */
public final class WorkDirectory implements AutoCloseable {

    static final String PREFIX = "funclet-";
    static final Path LOCK = Path.of("lock");

    private static final Logger LOG = Logger.getLogger(WorkDirectory.class.getName());

    /** That only this process uses. */
    @GuardedBy("this")
    private PrivateDirectory directory;

    /**
     * Held as long as the process lives, and given back by the system however it ends. Process numbers would not do: in
     * each of several containers that share their temporary files, the runtime is process 1.
     */
    @GuardedBy("this")
    private FileChannel lock;

    /** Why it could not be mended, as it was said last; empty if it could. */
    @GuardedBy("this")
    private String trouble = "";

    private WorkDirectory(PrivateDirectory directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Makes a directory among the system's temporary files.
     *
     * @throws IOException if none can be made; the message says where
     */
    public static WorkDirectory create() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            return create(parent);
        } catch (IOException e) {
            throw new IOException("no directory can be made in " + parent + " (java.io.tmpdir): " + e, e);
        }
    }

    /** Makes a directory in this one. */
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
     * Locks a new directory. Another process that was stopped for long may take it for one that was left, and delete it
     * at any moment before it is locked.
     *
     * @return the lock; {@code null} if the directory is of no use. Waits for nobody
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
            // Who deletes it holds the lock meanwhile, so afterwards the file tells.
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

    /** Where it is, for good. */
    public synchronized Path path() {
        return directory.path();
    }

    /** Whether it is there, and not what another user has put in its place. */
    public synchronized boolean isThere() {
        return directory.isThere();
    }

    /** Makes anew what somebody has cleaned away, the whole directory or the lock file. */
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

    /** Has it look new to those who clean up what is old. */
    synchronized void touch() throws IOException {
        FileTime now = FileTime.from(Instant.now());
        try (Stream<Path> files = Files.walk(path())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setTimes(now, now, null);
            }
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
    }

    /**
     * Says where there is no room, or what else it is, in the words of whoever has to make some.
     *
     * @param failure of something in this directory; others are returned as they are
     */
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
