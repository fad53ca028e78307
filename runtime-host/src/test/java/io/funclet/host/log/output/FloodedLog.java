package io.funclet.host.log.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.funclet.host.config.LoggerConfig;
import io.funclet.host.log.LogContext;
import io.funclet.host.log.file.RotatedLog;
import io.funclet.host.log.throttle.LogThrottle;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A log that holds back floods, under a clock that the test moves; what it writes is kept in memory. */
public abstract class FloodedLog {

    public static final LogContext SAYHI = new LogContext("sayhi", "1.0.0", "invoke-7");
    public static final LogContext ECHO = new LogContext("echo", "1.0.0", "");

    static final int BYTES_PER_SECOND = 1000;

    @RegisterExtension
    private final ProcessLogging process = new ProcessLogging();

    public final RotatedLog.Clocks clocks = new RotatedLog.Clocks();
    final LogThrottle floods = new LogThrottle(BYTES_PER_SECOND, clocks);
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int read;

    private final PrintStream console = new PrintStream(written, true, UTF_8);

    public final LogHandler log = new LogHandler(
            LoggerConfig.Level.DEBUG,
            () -> null,
            floods,
            new LogOutput(LoggerConfig.Format.TEXT, "", null, console, false),
            console,
            level -> {});

    public void log(LogContext mark, Level level, String logger, String message, Throwable thrown) {
        LogRecord event = new LogRecord(level, message);
        event.setLoggerName(logger);
        event.setThrown(thrown);
        event.setInstant(clocks.wall);
        log.publish(event, mark);
    }

    /** What a function says. */
    public void say(LogContext mark, String message) {
        log(mark, Level.INFO, "stdout", message, null);
    }

    /** The same several times. */
    void say(LogContext mark, String message, int times) {
        for (int i = 0; i < times; i++) {
            say(mark, message);
        }
    }

    /** What has been written since the last time, without times of day, indented lines left out. */
    public List<String> news() {
        String text = written.toString(UTF_8);
        String fresh = text.substring(read);
        read = text.length();
        return fresh.lines()
                .filter(line -> !line.startsWith(" "))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    /** All that was written, as it was written. */
    public String text() {
        return written.toString(UTF_8);
    }
}
