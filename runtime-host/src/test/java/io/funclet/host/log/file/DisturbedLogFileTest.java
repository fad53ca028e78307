package io.funclet.host.log.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Log files whose directory, disk, clock or thread is not as it should be: the process goes on, and lines with it. */
class DisturbedLogFileTest extends RotatedLog {

    private List<String> toldOnStandardError() {
        return errors.toString(UTF_8).lines().toList();
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
    void pipe_isWrittenToWhileItIsRead_isNeverBegunAnew_andLosesLinesThatNobodyReads() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor(), "mkfifo");
        try (RandomAccessFile pipe = new RandomAccessFile(path.toFile(), "rw");
                RotatingFile file = open(2, 0, 0)) {
            for (int i = 0; i < 3; i++) {
                clocks.pass(Duration.ofSeconds(2));
                write(file, "read");
                assertEquals("read", pipe.readLine());
                assertNull(file.takeNews());
            }
            String line = "x".repeat(PipeOutput.ROOM - 1);
            write(file, line, "lost", "too");
            assertEquals(line, pipe.readLine());
            write(file, "again");
            assertEquals("again", pipe.readLine());
            assertEquals("what this log is written to was not read for a while; lines lost: 2", file.takeNews());
            assertEquals(List.of(), toldOnStandardError());
        }
    }

    @Test
    void directoryInThePlaceOfTheFile_isRejectedInOneLine() throws IOException {
        Files.createDirectory(path);
        IOException rejected = assertThrows(IOException.class, () -> open(0, 0, 0));
        assertEquals("log file " + path + " cannot be opened: Is a directory", rejected.getMessage());
    }

    @Test
    void fileInThePlaceOfTheDirectory_isRejectedInOneLine() throws IOException {
        Path file = Files.createFile(directory.resolve("var"));
        path = file.resolve("sayhi.log");
        IOException rejected = assertThrows(IOException.class, () -> open(0, 0, 0));
        assertEquals("log file " + path + " cannot be opened: " + file + " is not a directory", rejected.getMessage());
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
}
