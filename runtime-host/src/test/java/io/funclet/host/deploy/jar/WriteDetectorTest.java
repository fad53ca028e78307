package io.funclet.host.deploy.jar;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteDetectorTest {

    @TempDir
    private Path directory;

    private Path file;
    private WriteDetector detector;

    @BeforeEach
    void begin() throws IOException {
        file = Files.writeString(directory.resolve("fn.jar"), "half");
        detector = new WriteDetector(file, Duration.ZERO);
    }

    @Test
    void fileThatGrowsBetweenTwoLooks_isStillWritten() throws IOException {
        assertFalse(detector.hasEnded(), "at the first look");

        Files.writeString(file, " a jar", StandardOpenOption.APPEND);

        assertFalse(detector.hasEnded(), "grown");
        assertTrue(detector.hasEnded(), "as before");
    }

    @Test
    void looksThatFollowEachOtherTooSoon_doNotTell() {
        WriteDetector patient = new WriteDetector(file, Duration.ofHours(1));

        assertFalse(patient.hasEnded(), "at the first look");
        assertFalse(patient.hasEnded(), "not for long enough");
    }

    @Test
    void nextFileOfTheName_isLookedAtTwiceAgain() {
        detector.hasEnded();

        detector.over();

        assertFalse(detector.hasEnded());
    }
}
