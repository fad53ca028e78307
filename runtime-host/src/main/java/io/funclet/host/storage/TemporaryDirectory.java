package io.funclet.host.storage;

import java.io.IOException;
import java.nio.file.Path;

/** A directory among the system's temporary files. */
public record TemporaryDirectory(PrivateDirectory made) implements AutoCloseable {

    /** The name of the directory has the purpose. */
    public static TemporaryDirectory create(String purpose) throws IOException {
        return new TemporaryDirectory(
                PrivateDirectory.create(Path.of(System.getProperty("java.io.tmpdir")), "funclet-" + purpose + "-"));
    }

    public Path directory() {
        return made.path();
    }

    /** Deletes the directory and its content, as far as possible. */
    @Override
    public void close() {
        try {
            made.delete(null);
        } catch (IOException e) {
            System.err.println("funclet: " + directory() + " could not be deleted: " + e.getMessage());
        }
    }
}
