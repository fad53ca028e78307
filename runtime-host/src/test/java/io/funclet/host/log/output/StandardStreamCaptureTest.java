package io.funclet.host.log.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.LoggerConfig.Format;
import io.funclet.host.config.LoggerConfig.Level;
import io.funclet.host.log.LogContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class StandardStreamCaptureTest {

    private static final String PREFIX = "INFO  [gate] (sayhi 1.0.0 1) stdout - ";

    @RegisterExtension
    private final ProcessLogging process = new ProcessLogging();

    @TempDir
    private Path directory;

    private final ThreadLocal<LogContext> mark = new ThreadLocal<>();
    private RuntimeLog log;

    @BeforeEach
    void openLog() throws IOException {
        LoggerConfig config = new LoggerConfig(
                Optional.of(directory.resolve("log")), Level.INFO, Format.TEXT, false, 0, 0, 0, 16 * 1024);
        log = RuntimeLog.open(config, "gate", mark::get);
        mark.set(call(1));
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    private static LogContext call(int id) {
        return new LogContext("sayhi", "1.0.0", Integer.toString(id));
    }

    private List<String> lines() throws IOException {
        return Files.readString(directory.resolve("log"))
                .lines()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    private void assertPrinted(String... texts) throws IOException {
        assertEquals(List.of(texts).stream().map(PREFIX::concat).toList(), lines());
    }

    @Test
    void argumentThatWaitsToBePrinted_holdsUpNoOtherThread() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<String> text = new CompletableFuture<>();
        Object argument = new Object() {
            @Override
            public String toString() {
                asked.countDown();
                return text.join();
            }
        };
        Thread waiting = new Thread(() -> System.out.printf("%s%n", argument));
        waiting.start();
        asked.await();
        Thread other = new Thread(System.out::println);
        other.start();
        other.join(10_000);
        assertFalse(other.isAlive(), "it waits for the lock of the stream");
        text.complete("late");
        waiting.join();
    }

    @Test
    void lineOfACall_isAnEvent() throws IOException {
        System.out.println("hello");
        System.err.println("oh");
        assertEquals(List.of(PREFIX + "hello", "WARN  [gate] (sayhi 1.0.0 1) stderr - oh"), lines());
        assertEquals("", process.out() + process.err());
    }

    @Test
    void lineOfAnyOtherThread_goesWhereItAlwaysWent() throws IOException {
        mark.remove();
        System.out.println("grüße");
        System.err.print("half");
        assertEquals("grüße\n", process.out());
        assertEquals("half", process.err());
        assertEquals(List.of(), lines());
    }

    @Test
    void piecesOfALine_areOneEvent() throws IOException {
        System.out.print('a');
        System.out.print(1);
        System.out.printf("-%s-", "b");
        System.out.flush();
        System.out.append("c").write('d');
        assertEquals(List.of(), lines());
        System.out.print("e\r\nf\n\ng");
        assertPrinted("a1-b-cde", "f", "");
        System.out.println();
        assertPrinted("a1-b-cde", "f", "", "g");
    }

    @Test
    void characterSplitOverWrites_isWhole() throws IOException {
        for (byte b : "ä€😀\n".getBytes(UTF_8)) {
            System.out.write(b);
        }
        System.out.print('\ud83d');
        System.out.print('\ude00');
        System.out.println();
        assertPrinted("ä€😀", "😀");
    }

    @Test
    void lineWithoutEnd_isCutBetweenCharacters() throws IOException {
        String endless = "a" + "€".repeat(StandardStreamCapture.MAX_LINE_BYTES);
        System.out.println(endless);
        List<String> lines = lines();
        StringBuilder joined = new StringBuilder();
        for (String line : lines) {
            String piece = line.substring(PREFIX.length());
            int bytes = piece.getBytes(UTF_8).length;
            assertTrue(bytes > 0 && bytes <= StandardStreamCapture.MAX_LINE_BYTES, "bytes: " + bytes);
            joined.append(piece);
        }
        assertEquals(endless, joined.toString());
        assertEquals(4, lines.size());
    }

    @Test
    void lineOfMegabytes_isCut_andTheRestCounted() throws IOException {
        int limit = StandardStreamCapture.MAX_LINE_BYTES;
        String chunk = "x".repeat(limit / 2);
        for (int i = 0; i < 1000; i++) {
            System.out.print(chunk);
        }
        System.out.println();
        System.out.println("next");
        List<String> lines = lines();
        assertEquals(StandardStreamCapture.MAX_PARTS + 2, lines.size());
        int left = 500 * limit - StandardStreamCapture.MAX_PARTS * limit;
        assertEquals(PREFIX + "... (" + left + " more bytes of this line)", lines.get(StandardStreamCapture.MAX_PARTS));
        assertEquals(PREFIX + "next", lines.get(StandardStreamCapture.MAX_PARTS + 1));
    }

    @Test
    void lineOfExactlyTheLimit_isOneEvent() throws IOException {
        String line = "x".repeat(StandardStreamCapture.MAX_LINE_BYTES);
        System.out.println(line);
        assertPrinted(line);
    }

    @Test
    void bytesThatAreNoText_areNotHeldForEver() throws IOException {
        byte[] continuations = new byte[3 * StandardStreamCapture.MAX_LINE_BYTES];
        Arrays.fill(continuations, (byte) 0x80);
        System.out.write(continuations, 0, continuations.length);
        System.out.println();
        assertEquals(3, lines().size());
    }

    @Test
    void unfinishedLine_endsWithItsCall() throws IOException {
        System.out.print("first");
        System.err.print("oh");
        log.finishLines();
        log.finishLines();
        assertEquals(List.of(PREFIX + "first", "WARN  [gate] (sayhi 1.0.0 1) stderr - oh"), lines());
    }

    @Test
    void unfinishedLineOfAnEarlierCall_isNeverGivenToTheNext() throws IOException {
        System.out.print("first");
        mark.set(call(2));
        System.out.print("second");
        mark.remove();
        System.out.println("nobody's");
        assertEquals(List.of(PREFIX + "first", "INFO  [gate] (sayhi 1.0.0 2) stdout - second"), lines());
        assertEquals("nobody's\n", process.out());
    }

    @Test
    void unfinishedLine_isNotLostByClose() throws IOException {
        System.out.print("first");
        log.close();
        assertPrinted("first");
    }

    @Test
    void linesOfTwoThreads_doNotMix() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch between = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            mark.set(call(2));
            System.out.print("a");
            begun.countDown();
            try {
                if (between.await(10, TimeUnit.SECONDS)) {
                    System.out.println("b");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        other.start();
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        System.out.println("c");
        between.countDown();
        other.join();
        assertEquals(List.of(PREFIX + "c", "INFO  [gate] (sayhi 1.0.0 2) stdout - ab"), lines());
    }

    @Test
    void stackTraceThatIsPrinted_isInTheLog() throws IOException {
        new IllegalStateException("why").printStackTrace();
        List<String> lines = lines();
        assertEquals("WARN  [gate] (sayhi 1.0.0 1) stderr - java.lang.IllegalStateException: why", lines.get(0));
        assertTrue(lines.get(1).startsWith("WARN  [gate] (sayhi 1.0.0 1) stderr -     at io.funclet."), lines.get(1));
        assertEquals("", process.err());
    }

    @Test
    void functionThatClosesTheStream_closesItForNobody() throws IOException {
        System.out.close();
        System.out.println("still");
        mark.remove();
        System.out.println("here");
        assertPrinted("still");
        assertEquals("here\n", process.out());
    }
}
