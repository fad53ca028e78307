package io.funclet.host.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {

    private static final Instant NOW = Instant.parse("2026-11-21T20:30:00.123Z");

    @TempDir
    private Path directory;

    private final Clocks clocks = new Clocks();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private Path path;

    /** Clocks that stand still until they are moved. */
    private static final class Clocks implements TimeSource {
        private Instant wall = NOW;
        private Duration running = Duration.ZERO;

        @Override
        public long wallMillis() {
            return wall.toEpochMilli();
        }

        @Override
        public long nanos() {
            return running.toNanos();
        }

        void pass(Duration time) {
            running = running.plus(time);
            wall = wall.plus(time);
        }
    }

    @BeforeEach
    void nameTheFile() {
        path = directory.resolve("sayhi.log");
    }

    private RotatingFile open(int maxBytes, int maxBackups, int maxAgeDays) throws IOException {
        RotatedFiles rotated = new RotatedFiles(path, maxBackups, maxAgeDays);
        return RotatingFile.open(path, maxBytes, rotated, clocks, new PrintStream(errors, true, UTF_8));
    }

    private static void write(RotatingFile file, String... lines) {
        for (String line : lines) {
            assertTrue(file.write((line + "\n").getBytes(UTF_8)));
        }
    }

    private List<String> names() {
        String[] names = directory.toFile().list();
        Arrays.sort(names);
        return List.of(names);
    }

    private String read(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    private List<String> toldOnStandardError() {
        return errors.toString(UTF_8).lines().toList();
    }

    private static void touch(Path directory, String... names) throws IOException {
        for (String name : names) {
            Files.writeString(directory.resolve(name), name + "\n");
        }
    }

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
    void clockThatIsSetForward_doesNotMakeAllBackupsOld() throws IOException {
        touch(directory, "sayhi-2026-11-20T00-00-00.000.log");
        try (RotatingFile file = open(2, 5, 15)) {
            clocks.wall = Instant.parse("2038-01-19T03:14:07.000Z");
            write(file, "a", "b");
        }
        assertEquals(
                List.of("sayhi-2026-11-20T00-00-00.000.log", "sayhi-2038-01-19T03-14-07.000.log", "sayhi.log"),
                names());
    }

    @Test
    void clockThatIsSetBack_keepsTheFilesThatAreWrittenNow() throws IOException {
        touch(directory, "sayhi-2038-01-19T03-14-07.000.log", "sayhi-2038-01-19T03-14-08.000.log");
        try (RotatingFile file = open(2, 2, 15)) {
            write(file, "a", "b", "c");
        }
        assertEquals(
                List.of("sayhi-2026-11-21T20-30-00.123.log", "sayhi-2026-11-21T20-30-00.124.log", "sayhi.log"),
                names());
    }

    @Test
    void backupFromBeforeTheClockWasSet_hasNoAge() throws IOException {
        touch(directory, "sayhi-1970-01-01T00-01-00.000.log");
        open(2, 5, 15).close();
        assertEquals(List.of("sayhi-1970-01-01T00-01-00.000.log", "sayhi.log"), names());
    }

    @Test
    void missingDirectories_areMade() throws IOException {
        path = directory.resolve("var/log/sayhi.log");
        try (RotatingFile file = open(0, 0, 0)) {
            write(file, "a");
        }
        assertEquals("a\n", Files.readString(path));
    }

    @Test
    void directoryThatIsALink_isWrittenTo() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        path = Files.createSymbolicLink(directory.resolve("link"), real).resolve("sayhi.log");
        try (RotatingFile file = open(2, 0, 0)) {
            write(file, "a", "b");
        }
        assertEquals("b\n", Files.readString(real.resolve("sayhi.log")));
        assertEquals("a\n", Files.readString(real.resolve("sayhi-2026-11-21T20-30-00.123.log")));
    }

    @Test
    void directoryInThePlaceOfTheFile_isRefusedInOneLine() throws IOException {
        Files.createDirectory(path);
        IOException refused = assertThrows(IOException.class, () -> open(0, 0, 0));
        assertEquals("log file " + path + " cannot be opened: Is a directory", refused.getMessage());
    }

    @Test
    void fileInThePlaceOfTheDirectory_isRefusedInOneLine() throws IOException {
        Path file = Files.createFile(directory.resolve("var"));
        path = file.resolve("sayhi.log");
        IOException refused = assertThrows(IOException.class, () -> open(0, 0, 0));
        assertEquals("log file " + path + " cannot be opened: " + file + " is not a directory", refused.getMessage());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void fullDisk_isToldOnce_andSoIsItsEnd() throws IOException {
        Files.createSymbolicLink(path, Path.of("/dev/full"));
        try (RotatingFile file = open(0, 0, 0)) {
            write(file, "a", "b");
            clocks.pass(Duration.ofSeconds(1));
            write(file, "c");
            assertEquals(
                    List.of("log file " + path + " cannot be written, lines are lost: No space left on device"),
                    toldOnStandardError());

            Files.delete(path);
            write(file, "d");
            assertFalse(Files.exists(path), "tried again within a second");
            clocks.pass(Duration.ofSeconds(1));
            write(file, "e", "f");
            assertEquals("e\nf\n", read("sayhi.log"));
            assertEquals(
                    "log file " + path + " is written again; lines lost: 4",
                    toldOnStandardError().get(1));

            Files.delete(path);
            Files.createSymbolicLink(path, Path.of("/dev/full"));
            clocks.pass(Duration.ofSeconds(1));
            write(file, "g");
            Files.delete(path);
            clocks.pass(Duration.ofSeconds(1));
            write(file, "h");
        }
        assertEquals("h\n", read("sayhi.log"));
        assertEquals(4, toldOnStandardError().size());
        assertEquals(
                "log file " + path + " is written again; lines lost: 1",
                toldOnStandardError().get(3));
    }

    @Test
    void directoryThatVanished_isMadeAgain() throws IOException {
        path = directory.resolve("var/sayhi.log");
        try (RotatingFile file = open(0, 0, 0)) {
            write(file, "a");
            Files.delete(path);
            Files.delete(path.getParent());
            clocks.pass(Duration.ofSeconds(1));
            write(file, "b");
        }
        assertEquals("b\n", Files.readString(path));
        assertEquals(List.of(), toldOnStandardError());
    }

    @Test
    void fileThatWasMovedAwayOrCutShort_isBegunAnew() throws IOException {
        try (RotatingFile file = open(0, 0, 0)) {
            write(file, "a");
            Files.move(path, directory.resolve("taken"));
            clocks.pass(Duration.ofSeconds(1));
            write(file, "b");
            Files.move(path, directory.resolve("taken too"));
            Files.writeString(path, ""); // as logrotate's "create" does
            clocks.pass(Duration.ofSeconds(1));
            write(file, "c");
            Files.writeString(path, ""); // as its "copytruncate" does
            write(file, "d");
        }
        assertEquals("a\n", read("taken"));
        assertEquals("b\n", read("taken too"));
        assertEquals("d\n", read("sayhi.log"));
    }

    @Test
    void directoryThatVanished_isMadeAgainByARotation() throws IOException {
        path = directory.resolve("var/sayhi.log");
        try (RotatingFile file = open(2, 5, 5)) {
            write(file, "a");
            Files.delete(path);
            Files.delete(path.getParent());
            write(file, "b");
        }
        assertEquals("b\n", Files.readString(path));
        assertEquals(List.of(), toldOnStandardError());
    }

    @Test
    void backupsPlaceThatCannotBeTaken_letsTheFileGrow_andIsToldOnce() throws IOException {
        path = directory.resolve("x".repeat(240) + ".log"); // a name with a stamp would exceed what a name may have
        try (RotatingFile file = open(2, 5, 5)) {
            write(file, "a", "b", "c");
            clocks.pass(Duration.ofSeconds(1));
            write(file, "d");
        }
        assertEquals("a\nb\nc\nd\n", Files.readString(path));
        assertEquals(1, toldOnStandardError().size());
        assertTrue(toldOnStandardError().get(0).startsWith("log file " + path + " cannot be rotated, and grows: "));
    }

    @Test
    void interruptedThread_writesAsAnyOther() throws IOException {
        try (RotatingFile file = open(2, 1, 1)) {
            Thread.currentThread().interrupt();
            write(file, "a", "b", "c");
            assertTrue(Thread.interrupted());
        }
        assertEquals("c\n", read("sayhi.log"));
        assertEquals(List.of(), toldOnStandardError());
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
