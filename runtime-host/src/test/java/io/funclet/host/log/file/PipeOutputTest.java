package io.funclet.host.log.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** On pipes of the system, because what it is about is how much they take. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class PipeOutputTest {

    @TempDir
    Path directory;

    private Path fifo;

    @BeforeEach
    void makePipe() throws Exception {
        fifo = directory.resolve("pipe");
        Process made = new ProcessBuilder("mkfifo", fifo.toString()).inheritIO().start();
        assertEquals(0, made.waitFor(), "mkfifo");
    }

    /** The pipe with a reader that need not read. */
    private RandomAccessFile open() throws IOException {
        return new RandomAccessFile(fifo.toFile(), "rw");
    }

    private static byte[] line(int bytes) {
        byte[] line = new byte[bytes];
        Arrays.fill(line, (byte) 'x');
        line[bytes - 1] = '\n';
        return line;
    }

    private static String readUnread(RandomAccessFile pipe) throws IOException {
        byte[] bytes = new byte[new FileInputStream(pipe.getFD()).available()];
        pipe.readFully(bytes);
        return new String(bytes, UTF_8);
    }

    @Test
    void linesThatNobodyReads_areLeftOut_whateverPagesTheyTake() throws Exception {
        for (int size : List.of(1, 80, 2049, 4095, 4096, 4097, 9000, PipeOutput.ROOM)) {
            try (RandomAccessFile pipe = open()) {
                PipeOutput out = new PipeOutput(pipe.getFD(), "it");
                byte[] line = line(size);
                int lines = PipeOutput.ROOM / size + 3;
                for (int i = 0; i < lines; i++) {
                    out.write(line, 0, size);
                }

                String kept = readUnread(pipe);
                assertEquals(
                        String.join("", Collections.nCopies(PipeOutput.ROOM / size, new String(line, UTF_8))), kept);
                assertNull(out.takeNews());
                out.write(line, 0, size);
                assertEquals(new String(line, UTF_8), readUnread(pipe));
                assertEquals("it was not read for a while; lines lost: 3", out.takeNews());
                assertNull(out.takeNews());
            }
        }
    }

    @Test
    void readerThatReads_getsAll_howeverFastItComes() throws Exception {
        try (RandomAccessFile pipe = open()) {
            PipeOutput out = new PipeOutput(pipe.getFD(), "it");
            int lines = 20_000;
            FutureTask<Integer> reader = new FutureTask<>(() -> {
                byte[] some = new byte[5000];
                int left = lines * 200 + 200_000;
                while (left > 0) {
                    left -= pipe.read(some, 0, Math.min(left, some.length));
                }
                return left;
            });
            new Thread(reader, "reader").start();
            for (int i = 0; i < lines; i++) {
                out.write(line(200), 0, 200);
            }
            out.write(line(200_000), 0, 200_000);

            assertEquals(0, reader.get(30, TimeUnit.SECONDS));
            assertNull(out.takeNews());
        }
    }

    @Test
    void lineOfWhichOnlyTheBeginningWasTaken_endsBeforeTheNext() throws Exception {
        try (RandomAccessFile pipe = open()) {
            PipeOutput out = new PipeOutput(pipe.getFD(), "it");
            out.write(line(100_000), 0, 100_000);

            String beginning = readUnread(pipe);
            assertTrue(beginning.matches("x+"), "other than x");
            out.write("next\n".getBytes(UTF_8));
            assertEquals("\nnext\n", readUnread(pipe));
            assertEquals("it was not read for a while; lines lost: 1", out.takeNews());
        }
    }

    @Test
    void interruptedWriter_staysInterrupted() throws Exception {
        try (RandomAccessFile pipe = open()) {
            PipeOutput out = new PipeOutput(pipe.getFD(), "it");
            out.write(line(PipeOutput.ROOM), 0, PipeOutput.ROOM);
            Thread.currentThread().interrupt();
            out.write(line(80), 0, 80);

            assertTrue(Thread.interrupted());
            readUnread(pipe);
            out.write(line(80), 0, 80);
            assertEquals(80, readUnread(pipe).length());
        }
    }

    @Test
    void readerThatGoesAway_losesLines_untilAnotherComes() throws Exception {
        FutureTask<FileInputStream> opening = new FutureTask<>(() -> new FileInputStream(fifo.toFile()));
        new Thread(opening, "reader").start();
        try (FileOutputStream pipe = new FileOutputStream(fifo.toFile())) {
            PipeOutput out = new PipeOutput(pipe.getFD(), "it");
            opening.get().close();
            out.write(line(80), 0, 80);
            out.write(line(80), 0, 80);
            assertNull(out.takeNews());

            byte[] read = new byte[80];
            int count;
            try (FileInputStream other = new FileInputStream(fifo.toFile())) {
                out.write("next\n".getBytes(UTF_8));
                count = other.read(read);
            }
            assertEquals("next\n", new String(read, 0, count, UTF_8));
            assertEquals("it was not read for a while; lines lost: 2", out.takeNews());
        }
    }

    @Test
    void onlyPipesAreTakenForPipes() {
        assertTrue(PipeOutput.isPipe(fifo));
        assertFalse(PipeOutput.isPipe(directory));
        assertFalse(PipeOutput.isPipe(Path.of("/dev/null")));
        assertFalse(PipeOutput.isPipe(directory.resolve("none")));
    }
}
