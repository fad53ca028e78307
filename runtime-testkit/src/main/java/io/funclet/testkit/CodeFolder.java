package io.funclet.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * The files of a runtime.
 *
 * @param root has the others
 * @param code the code directory
 * @param temporary for the runtime
 */
record CodeFolder(Path root, Path code, Path temporary) {

    static CodeFolder create() throws IOException {
        Path root = Files.createTempDirectory("funclet-test-").toRealPath();
        return new CodeFolder(
                root, Files.createDirectory(root.resolve("code")), Files.createDirectory(root.resolve("tmp")));
    }

    FileChange put(Path bundle) {
        try {
            return Files.isDirectory(bundle)
                    ? put(ProjectBundle.of(bundle).fileName(), bundle)
                    : put(bundle.getFileName().toString(), bundle);
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    FileChange put(String fileName, Path bundle) {
        if (!fileName.endsWith(".jar")) {
            throw new IllegalStateException(fileName + " is not a name of the form NAME.jar, and would be ignored");
        }
        try {
            if (!Files.isDirectory(bundle)) {
                return put(fileName, Files.readAllBytes(bundle), "");
            }
            ProjectBundle project = ProjectBundle.of(bundle);
            return put(fileName, project.bytes(), project.hint());
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    private static IllegalStateException unusable(IOException failure) {
        return new IllegalStateException("the bundle cannot be used: " + failure.getMessage(), failure);
    }

    private FileChange put(String fileName, byte[] content, String hint) throws IOException {
        Instant begin = Instant.now();
        // In one step, so that no look sees a part.
        Path part = Files.write(root.resolve("part"), content);
        Path file = Files.move(part, code.resolve(fileName), StandardCopyOption.ATOMIC_MOVE);
        return new FileChange(file, begin, hint);
    }

    FileChange remove(String fileName) {
        Instant begin = Instant.now();
        try {
            Path file = code.resolve(fileName);
            Files.delete(file);
            return new FileChange(file, begin, "");
        } catch (IOException failure) {
            throw new IllegalStateException("there is no file " + fileName + " in the code directory", failure);
        }
    }

    void write(String fileName, String content) {
        try {
            Path part = Files.writeString(root.resolve("part"), content);
            Files.move(part, code.resolve(fileName), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Deletes all. Does nothing if it is gone. */
    void delete() {
        try {
            if (Files.exists(root)) {
                Files.walkFileTree(root, new Deletion());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
