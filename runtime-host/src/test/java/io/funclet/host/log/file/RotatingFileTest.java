package io.funclet.host.log.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** When a log file is rotated, and which of its former files are kept. */
class RotatingFileTest extends RotatedLog {

    @Test
    void line_isInTheFile_whenWriteReturns() throws IOException {
        try (RotatingFile file = open(0, 0, 0)) {
            write(file, "grüße");
            assertEquals("grüße\n", read("sayhi.log"));
        }
    }

    @Test
    void existingFile_isAppendedTo() throws IOException {
        Files.writeString(path, "before\n");
        try (RotatingFile file = open(0, 0, 0)) {
            write(file, "after");
        }
        assertEquals("before\nafter\n", read("sayhi.log"));
    }

    @Test
    void halfALineOfAKilledProcess_staysALineOfItsOwn() throws IOException {
        Files.writeString(path, "before\nhal");
        try (RotatingFile file = open(0, 0, 0)) {
            write(file, "after");
        }
        assertEquals("before\nhal\nafter\n", read("sayhi.log"));
    }

    @Test
    void fullFile_isRenamedToTheTimeOfItsRotation() throws IOException {
        try (RotatingFile file = open(8, 0, 0)) {
            write(file, "abc", "def", "ghi");
        }
        assertEquals(List.of("sayhi-2026-11-21T20-30-00.123.log", "sayhi.log"), names());
        assertEquals("abc\ndef\n", read("sayhi-2026-11-21T20-30-00.123.log"));
        assertEquals("ghi\n", read("sayhi.log"));
    }

    @Test
    void sizeFromBeforeTheStart_counts() throws IOException {
        Files.writeString(path, "1234567\n");
        try (RotatingFile file = open(8, 0, 0)) {
            write(file, "a");
        }
        assertEquals("a\n", read("sayhi.log"));
    }

    @Test
    void lineLargerThanAFile_isWrittenWhole_toAnEmptyOne() throws IOException {
        try (RotatingFile file = open(4, 0, 0)) {
            write(file, "much too long", "a");
        }
        assertEquals("much too long\n", read("sayhi-2026-11-21T20-30-00.123.log"));
        assertEquals("a\n", read("sayhi.log"));
    }

    @Test
    void rotationsWithinOneMillisecond_loseNoFile() throws IOException {
        try (RotatingFile file = open(2, 0, 0)) {
            write(file, "a", "b", "c", "d");
        }
        assertEquals(
                List.of(
                        "sayhi-2026-11-21T20-30-00.123.log",
                        "sayhi-2026-11-21T20-30-00.124.log",
                        "sayhi-2026-11-21T20-30-00.125.log",
                        "sayhi.log"),
                names());
        assertEquals("a\n", read("sayhi-2026-11-21T20-30-00.123.log"));
        assertEquals("c\n", read("sayhi-2026-11-21T20-30-00.125.log"));
    }

    @Test
    void onlyTheNewestBackups_areKept() throws IOException {
        try (RotatingFile file = open(2, 2, 0)) {
            for (String line : List.of("a", "b", "c", "d", "e")) {
                write(file, line);
                clocks.pass(Duration.ofMinutes(1));
            }
        }
        assertEquals(
                List.of("sayhi-2026-11-21T20-33-00.123.log", "sayhi-2026-11-21T20-34-00.123.log", "sayhi.log"),
                names());
    }

    @Test
    void backupsThatAreTooOld_goAtStartAndAtRotation() throws IOException {
        touch(directory, "sayhi-2026-11-05T00-00-00.000.log", "sayhi-2026-11-07T00-00-00.000.log");
        try (RotatingFile file = open(2, 0, 15)) {
            assertEquals(List.of("sayhi-2026-11-07T00-00-00.000.log", "sayhi.log"), names());
            clocks.pass(Duration.ofDays(2));
            write(file, "a", "b");
        }
        assertEquals(List.of("sayhi-2026-11-23T20-30-00.123.log", "sayhi.log"), names());
    }

    @Test
    void zeroBackupsAndZeroDays_meanAll() throws IOException {
        touch(directory, "sayhi-2021-01-01T00-00-00.000.log");
        try (RotatingFile file = open(2, 0, 0)) {
            write(file, "a", "b");
        }
        assertEquals(3, names().size());
    }

    @Test
    void filesOfOthers_areNeverDeleted() throws IOException {
        String[] others = {
            "sayhi-2021-01-01T00-00-00.000.log.gz",
            "sayhi-2021-01-01T00-00-00.log",
            "sayhi-2021-13-01T00-00-00.000.log",
            "sayhi-2021-01-01T00:00:00.000.log",
            "sayhi-x-2021-01-01T00-00-00.000.log",
            "sayhi2-2021-01-01T00-00-00.000.log",
            "sayhi-2021-01-01T00-00-00.000.txt",
            "sayhi-.log",
            "sayhi"
        };
        touch(directory, others);
        Files.createDirectory(directory.resolve("sayhi-2021-01-02T00-00-00.000.log"));
        Files.createSymbolicLink(
                directory.resolve("sayhi-2021-01-03T00-00-00.000.log"), directory.resolve("sayhi-.log"));
        try (RotatingFile file = open(2, 1, 1)) {
            write(file, "a", "b", "c");
        }
        List<String> left = names();
        for (String other : others) {
            assertTrue(left.contains(other), other);
        }
        assertTrue(left.contains("sayhi-2021-01-02T00-00-00.000.log"));
        assertTrue(left.contains("sayhi-2021-01-03T00-00-00.000.log"));
    }

    @Test
    void nameWithoutExtension_isRotatedToo() throws IOException {
        path = directory.resolve("log");
        try (RotatingFile file = open(2, 0, 0)) {
            write(file, "a", "b");
        }
        assertEquals(List.of("log", "log-2026-11-21T20-30-00.123"), names());
    }

    @Test
    void linesOfManyThreads_areWhole_andAllThere_acrossRotations() throws Exception {
        int threads = 4;
        int linesEach = 100;
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Thread> writers = new ArrayList<>();
        try (RotatingFile file = open(200, 0, 0)) {
            for (int t = 0; t < threads; t++) {
                String name = "thread" + t;
                Thread writer = new Thread(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException | BrokenBarrierException e) {
                        return;
                    }
                    for (int i = 0; i < linesEach; i++) {
                        write(file, name + "-" + i);
                    }
                });
                writer.start();
                writers.add(writer);
            }
            for (Thread writer : writers) {
                writer.join();
            }
        }
        Set<String> lines = new HashSet<>();
        for (String name : names()) {
            assertTrue(Files.size(directory.resolve(name)) <= 200, name);
            for (String line : read(name).split("\n")) {
                assertTrue(line.matches("thread\\d-\\d+"), line);
                assertTrue(lines.add(line), line);
            }
        }
        assertEquals(threads * linesEach, lines.size());
    }

    @Test
    void closedFile_takesNoLine() throws IOException {
        RotatingFile file = open(0, 0, 0);
        file.close();
        file.close();
        assertFalse(file.write("a\n".getBytes(UTF_8)));
        assertEquals("", read("sayhi.log"));
    }
}
