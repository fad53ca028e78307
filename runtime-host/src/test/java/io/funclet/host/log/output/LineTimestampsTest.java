package io.funclet.host.log.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.LoggerConfig.Format;
import io.funclet.host.config.LoggerConfig.Level;
import io.funclet.host.log.TimeSource;
import io.funclet.host.log.format.UtcTimestamp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LineTimestampsTest {

    private static final long BACK = 90_000;

    @RegisterExtension
    private final ProcessLogging process = new ProcessLogging();

    @TempDir
    private Path directory;

    private final Logger logger = Logger.getLogger("io.funclet.test");

    /** The first line is made before the second one, and written after it. */
    @ParameterizedTest
    @EnumSource(Format.class)
    void lineThatAnotherHasOvertaken_bearsTheTimeOfItsWriting(Format format) throws Exception {
        Path file = directory.resolve("gate.log");
        LoggerConfig config = new LoggerConfig(Optional.of(file), Level.INFO, format, true, 0, 0, 0, 16 * 1024);
        CountDownLatch made = new CountDownLatch(1);
        CountDownLatch overtaken = new CountDownLatch(1);
        Object slow = new Object() {
            @Override
            public String toString() {
                made.countDown();
                try {
                    overtaken.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return "first";
            }
        };
        try (RuntimeLog log = RuntimeLog.open(config, "gate", () -> null)) {
            LogRecord first = new LogRecord(java.util.logging.Level.SEVERE, "{0}");
            first.setLoggerName(logger.getName());
            first.setParameters(new Object[] {slow});
            first.setThrown(new IllegalStateException("why"));
            Thread writer = new Thread(() -> logger.log(first));
            writer.start();
            made.await();
            LogRecord second = new LogRecord(java.util.logging.Level.INFO, "second");
            second.setLoggerName(logger.getName());
            second.setInstant(first.getInstant().plusMillis(1));
            logger.log(second);
            while (System.currentTimeMillis() < second.getMillis()) {
                Thread.onSpinWait(); // its time is ahead by a millisecond
            }
            overtaken.countDown();
            writer.join();
            logger.log(java.util.logging.Level.SEVERE, "first", first.getThrown());
        }

        List<String> lines = Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith(" "))
                .toList();
        int at = format == Format.TEXT ? 0 : "{\"time\":\"".length();
        List<String> times = lines.stream()
                .map(line -> line.substring(at, at + UtcTimestamp.LENGTH))
                .toList();
        assertEquals(3, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("second"), lines::toString);
        assertEquals(times.stream().sorted().toList(), times);
        // The line with the stack is found by the time that is said.
        assertTrue(lines.get(2).substring(at + UtcTimestamp.LENGTH).contains(times.get(1)), lines::toString);
        assertEquals(Files.readString(file), process.err());
    }

    @Test
    void clockThatIsSetBack_isBelieved() {
        TimeSource clock = new TimeSource() {
            @Override
            public long wallMillis() {
                return BACK + 1;
            }

            @Override
            public long nanos() {
                return 0;
            }
        };
        LineTimestamps order = new LineTimestamps(0, clock);
        byte[] line = "1970-01-01T00:01:30.000Z line".getBytes(UTF_8);

        assertEquals(BACK * 10, order.stamp(line.clone(), BACK * 10));
        assertEquals(BACK + 1, order.stamp(line, BACK));
        assertEquals("1970-01-01T00:01:30.001Z line", new String(line, UTF_8));
        assertEquals(BACK + 1, order.stamp(line, BACK + 1));
    }
}
