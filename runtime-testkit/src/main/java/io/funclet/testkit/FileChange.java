package io.funclet.testkit;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A change of a file of a code directory.
 *
 * @param begin before the change
 * @param hint what to add if the runtime rejects the file; may be empty
 */
record FileChange(Path file, Instant begin, String hint) {

    String name() {
        return file.getFileName().toString();
    }
}
