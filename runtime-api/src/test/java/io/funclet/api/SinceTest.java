package io.funclet.api;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SinceTest {

    @Test
    void eachType_saysSinceWhichVersionItIsThere() throws IOException {
        try (DirectoryStream<Path> sources =
                Files.newDirectoryStream(Path.of("src/main/java/io/funclet/api"), "*.java")) {
            for (Path source : sources) {
                assertTrue(Files.readString(source).contains("\n * @since 1."), source::toString);
            }
        }
    }
}
