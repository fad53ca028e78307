package io.funclet.host.storage;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A directory for a while.
 *
 * @param made the directory
 */
public record TemporaryDirectory(PrivateDirectory made) implements AutoCloseable {

    /** Makes one among the system's temporary files, whose name tells what it is for. */
    public static TemporaryDirectory create(String purpose) throws IOException {
        return new TemporaryDirectory(
                PrivateDirectory.create(Path.of(System.getProperty("java.io.tmpdir")), "funclet-" + purpose + "-"));
    }

    public Path directory() {
        return made.path();
    }

    @Override
    public void close() {
        delete();
    }

    /** Deletes the directory and all that is in it, as far as possible. Does nothing if that was done before. */
    public synchronized void delete() {
        try {
            made.delete(null);
        } catch (IOException e) {
            System.err.println("funclet: " + directory() + " could not be deleted: " + e.getMessage());
        }
    }
}
