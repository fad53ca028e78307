package io.funclet.host.deploy.rollout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Makes files as a whole, or leaves nothing behind: the disk may be full. */
final class WholeFile {

    /** What is in a new file. */
    interface Content {

        void write(Path file) throws IOException;
    }

    private WholeFile() {}

    /** Makes a file, or replaces it. Its directory has to be there. One thread at a time for each directory. */
    static void replace(Path file, Content content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            content.write(unfinished);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
