package io.funclet.host;

import io.funclet.host.framework.FileFailure;
import io.funclet.host.ops.PrivateDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The files of this process: copies of jars, the framework's storage. Made anew at each start and deleted at its end,
 * because the code directories are the truth.
 *
 * @param path a directory that only this process uses
 * @param lock held as long as the process lives, and given back by the system however it ends. Process numbers would not
 *     do: in each of several containers that share their temporary files, the runtime is process 1
 */
record WorkDirectory(Path path, FileChannel lock) implements AutoCloseable {

    private static final String PREFIX = "funclet-";
    private static final String LOCK = "lock";

    /**
     * Makes a directory among the system's temporary files, and deletes those that killed processes have left.
     *
     * @throws IOException if none can be made; the message says where
     */
    static WorkDirectory create() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            sweep(parent);
            while (true) {
                Path path = PrivateDirectory.create(
                                parent, PREFIX + ProcessHandle.current().pid() + "-")
                        .toRealPath();
                FileChannel lock =
                        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                if (isTaken(path, lock)) {
                    return new WorkDirectory(path, lock);
                }
            }
        } catch (IOException e) {
            throw new IOException("no directory can be made in " + parent + " (java.io.tmpdir): " + e, e);
        }
    }

    /**
     * Says where there is no room, or what else it is, in the words of whoever has to make some.
     *
     * @param failure of something in this directory; others are returned as they are
     */
    IOException blame(FileSystemException failure) {
        return failure.getFile() != null && Path.of(failure.getFile()).startsWith(path)
                ? new IOException(
                        path.getParent() + " (java.io.tmpdir) cannot be written to: " + FileFailure.words(failure),
                        failure)
                : failure;
    }

    /**
     * Locks a new directory. Between the making of the lock file and its locking another process may take it for one that
     * was left, and delete all; that process holds the lock meanwhile, so afterwards the file tells.
     *
     * @param lock of the directory's lock file; closed if it is of no use
     * @return whether the directory is there, and stays
     */
    static boolean isTaken(Path directory, FileChannel lock) throws IOException {
        lock.lock();
        if (Files.exists(directory.resolve(LOCK))) {
            return true;
        }
        lock.close();
        return false;
    }

    /** Deletes the directories that no living process has locked. */
    static void sweep(Path parent) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "[0-9]*-[0-9]*")) {
            for (Path directory : left) {
                deleteUnlessInUse(directory);
            }
        }
    }

    private static void deleteUnlessInUse(Path directory) {
        try (FileChannel lock = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock free = lock.tryLock()) {
            if (free != null) {
                delete(directory);
            }
        } catch (IOException | OverlappingFileLockException notOurs) {
            // Another user's, whose next start deletes it; or just being made, and without a lock file yet.
        }
    }

    @Override
    public void close() throws IOException {
        delete(path);
        lock.close();
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
