package io.funclet.host.log.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.log.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A log file in a directory of its own, under clocks that the test moves. */
public abstract class RotatedLog {

    static final Instant NOW = Instant.parse("2026-11-21T20:30:00.123Z");

    @TempDir
    Path directory;

    final Clocks clocks = new Clocks();

    final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    Path path;

    /** Clocks that stand still until they are moved. */
    public static final class Clocks implements TimeSource {
        public Instant wall = NOW;
        private Duration running = Duration.ZERO;

        @Override
        public long wallMillis() {
            return wall.toEpochMilli();
        }

        @Override
        public long nanos() {
            return running.toNanos();
        }

        public void pass(Duration time) {
            running = running.plus(time);
            wall = wall.plus(time);
        }
    }

    @BeforeEach
    void nameTheFile() {
        path = directory.resolve("sayhi.log");
    }

    RotatingFile open(int maxBytes, int maxBackups, int maxAgeDays) throws IOException {
        RotatedFiles rotated = new RotatedFiles(path, maxBackups, maxAgeDays);
        return RotatingFile.open(path, maxBytes, rotated, clocks, new PrintStream(errors, true, UTF_8));
    }

    static void write(RotatingFile file, String... lines) {
        for (String line : lines) {
            assertTrue(file.write((line + "\n").getBytes(UTF_8)));
        }
    }

    List<String> names() {
        String[] names = directory.toFile().list();
        Arrays.sort(names);
        return List.of(names);
    }

    String read(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    static void touch(Path directory, String... names) throws IOException {
        for (String name : names) {
            Files.writeString(directory.resolve(name), name + "\n");
        }
    }
}
