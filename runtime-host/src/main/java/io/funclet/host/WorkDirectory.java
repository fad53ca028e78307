package io.funclet.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The files of this process: copies of jars, the framework's storage. Made anew at each start and deleted at its end,
 * because the code directories are the truth.
 *
 * @param path a directory that only this process uses
 */
record WorkDirectory(Path path) implements AutoCloseable {

    private static final String PREFIX = "funclet-";

    /**
     * Makes a directory among the system's temporary files, and deletes those that killed processes have left.
     *
     * @throws IOException if none can be made; the message says where
     */
    static WorkDirectory create() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            sweep(parent);
            String prefix = PREFIX + ProcessHandle.current().pid() + "-";
            return new WorkDirectory(Files.createTempDirectory(parent, prefix).toRealPath());
        } catch (IOException e) {
            throw new IOException("no directory can be made in " + parent + " (java.io.tmpdir): " + e, e);
        }
    }

    private static void sweep(Path parent) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "[0-9]*-*")) {
            for (Path directory : left) {
                if (!isInUse(directory)) {
                    deleteIfOurs(directory);
                }
            }
        }
    }

    private static boolean isInUse(Path directory) {
        String name = directory.getFileName().toString();
        try {
            long pid = Long.parseLong(name, PREFIX.length(), name.indexOf('-', PREFIX.length()), 10);
            // In a container every runtime is process 1: its own number cannot be another's that still runs.
            return pid != ProcessHandle.current().pid()
                    && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        } catch (NumberFormatException notOurs) {
            return true;
        }
    }

    private static void deleteIfOurs(Path directory) {
        try {
            delete(directory);
        } catch (IOException notOurs) {
            // Another user's: that user's next start deletes it.
        }
    }

    @Override
    public void close() throws IOException {
        delete(path);
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
