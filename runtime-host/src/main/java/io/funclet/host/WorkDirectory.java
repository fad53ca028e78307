package io.funclet.host;

import io.funclet.host.framework.FileFailure;
import io.funclet.host.ops.PrivateDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The files of this process: copies of jars, the framework's storage. Made anew at each start and deleted at its end,
 * because the code directories are the truth.
 *
 * @param directory that only this process uses
 * @param lock held as long as the process lives, and given back by the system however it ends. Process numbers would not
 *     do: in each of several containers that share their temporary files, the runtime is process 1
 */
record WorkDirectory(PrivateDirectory directory, FileChannel lock) implements AutoCloseable {

    static final String PREFIX = "funclet-";
    static final Path LOCK = Path.of("lock");

    /**
     * Makes a directory among the system's temporary files.
     *
     * @throws IOException if none can be made; the message says where
     */
    static WorkDirectory create() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            return create(parent);
        } catch (IOException e) {
            throw new IOException("no directory can be made in " + parent + " (java.io.tmpdir): " + e, e);
        }
    }

    /** Makes a directory in this one. */
    static WorkDirectory create(Path parent) throws IOException {
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

    Path path() {
        return directory.path();
    }

    /**
     * Says where there is no room, or what else it is, in the words of whoever has to make some.
     *
     * @param failure of something in this directory; others are returned as they are
     */
    IOException blame(FileSystemException failure) {
        return failure.getFile() != null && Path.of(failure.getFile()).startsWith(path())
                ? new IOException(
                        path().getParent() + " (java.io.tmpdir) cannot be written to: " + FileFailure.words(failure),
                        failure)
                : failure;
    }

    @Override
    public void close() throws IOException {
        directory.delete(LOCK);
        lock.close();
    }
}
