package io.funclet.host.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory for a while.
 *
 * @param directory where it is
 */
record Scratch(Path directory) implements AutoCloseable {

    /** Makes one among the system's temporary files, whose name tells what it is for. */
    static Scratch create(String purpose) throws IOException {
        return new Scratch(Files.createTempDirectory("funclet-" + purpose + "-"));
    }

    @Override
    public void close() {
        delete();
    }

    /** Deletes the directory and all that is in it, as far as possible. Does nothing if that was done before. */
    synchronized void delete() {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("funclet: " + directory + " could not be deleted: " + e.getMessage());
        }
    }
}
