package io.funclet.host.storage;

import java.io.IOException;
import java.nio.file.Path;

/** A temporary directory. */
public record TemporaryDirectory(PrivateDirectory made) implements AutoCloseable {

    /** Creates one among the system's temporary files; its name has the purpose. */
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

    /** Deletes the directory and its content, as far as possible. Does nothing the second time. */
    public synchronized void delete() {
        try {
            made.delete(null);
        } catch (IOException e) {
            System.err.println("funclet: " + directory() + " could not be deleted: " + e.getMessage());
        }
    }
}
