package io.funclet.host.log.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.LoggerConfig.Format;
import io.funclet.host.config.LoggerConfig.Level;
import io.funclet.host.log.LogContext;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.ConsoleHandler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RuntimeLogTest {

    private static final LogContext MARK = new LogContext("sayhi", "1.0.0", "invoke-7");

    @RegisterExtension
    private final ProcessLogging process = new ProcessLogging();

    @TempDir
    private Path directory;

    private final ThreadLocal<LogContext> mark = new ThreadLocal<>();
    private final Logger logger = Logger.getLogger("io.funclet.test");
    private RuntimeLog log;

    @AfterEach
    void closeLog() {
        if (log != null) {
            log.close();
        }
    }

    private void open(Level level, boolean console) throws IOException {
        log = RuntimeLog.open(config(Optional.of(file()), level, console), "gate", mark::get);
    }

    private static LoggerConfig config(Optional<Path> path, Level level, boolean console) {
        return new LoggerConfig(path, level, Format.TEXT, console, 0, 0, 0, 16 * 1024);
    }

    private Path file() {
        return directory.resolve("var/log/gate.log");
    }

    /** The lines of the file, without their time. */
    private List<String> lines() throws IOException {
        return withoutTime(Files.readString(file()));
    }

    private static List<String> withoutTime(String text) {
        return text.lines().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
    }

    @Test
    void event_isInTheFile_andNotOnTheConsole() throws IOException {
        open(Level.INFO, false);
        logger.info("service starting");
        logger.fine("not this");
        assertEquals(List.of("INFO  [gate] io.funclet.test - service starting"), lines());
        assertEquals("", process.err());
    }

    @Test
    void event_isInBoth_ifTheConsoleIsWanted() throws IOException {
        open(Level.INFO, true);
        logger.info("hello");
        assertEquals(List.of("INFO  [gate] io.funclet.test - hello"), lines());
        assertEquals(Files.readString(file()), process.err());
    }

    @Test
    void withoutAPath_theLogIsStandardError() throws IOException {
        log = RuntimeLog.open(config(Optional.empty(), Level.WARN, false), "", mark::get);
        logger.warning("hello");
        logger.info("not this");
        assertEquals(List.of("WARN  io.funclet.test - hello"), withoutTime(process.err()));
    }

    @Test
    void eventOfACall_bearsItsMark() throws IOException {
        open(Level.INFO, false);
        mark.set(MARK);
        logger.info("within");
        mark.remove();
        logger.info("outside");
        assertEquals(
                List.of(
                        "INFO  [gate] (sayhi 1.0.0 invoke-7) io.funclet.test - within",
                        "INFO  [gate] io.funclet.test - outside"),
                lines());
    }

    @Test
    void slf4j_arrivesWithLevelAndMark() throws IOException {
        open(Level.DEBUG, false);
        mark.set(MARK);
        org.slf4j.Logger slf4j = LoggerFactory.getLogger("com.example.SayHi");
        slf4j.trace("not {}", "this");
        slf4j.debug("count {}", 1);
        slf4j.info("count {}", 2);
        slf4j.warn("count {}", 3);
        slf4j.error("count {}", 4, new IllegalStateException("why"));
        List<String> lines = lines();
        assertEquals("DEBUG [gate] (sayhi 1.0.0 invoke-7) com.example.SayHi - count 1", lines.get(0));
        assertEquals("INFO  [gate] (sayhi 1.0.0 invoke-7) com.example.SayHi - count 2", lines.get(1));
        assertEquals("WARN  [gate] (sayhi 1.0.0 invoke-7) com.example.SayHi - count 3", lines.get(2));
        assertEquals("ERROR [gate] (sayhi 1.0.0 invoke-7) com.example.SayHi - count 4", lines.get(3));
        assertTrue(Files.readString(file()).contains("\n    java.lang.IllegalStateException: why\n        at "));
    }

    @Test
    void lastLine_isLogged_evenIfTheShutdownHookOfJavaUtilLoggingWasFaster() throws IOException {
        open(Level.INFO, false);
        LogManager.getLogManager().reset(); // what that hook does
        Logger.getLogger("io.grpc").info("not this");
        logger.info("service closed");
        assertEquals(List.of("INFO  [gate] io.funclet.test - service closed"), lines());
        assertEquals("", process.err());
    }

    @Test
    void afterClose_eventsGoToStandardError_andTheStreamsAreBack() throws IOException {
        PrintStream out = System.out;
        PrintStream err = System.err;
        open(Level.INFO, false);
        PrintStream heldOn = System.out;
        log.close();
        log.close();
        mark.set(MARK);
        logger.info("late");
        heldOn.println("printed late");
        assertSame(out, System.out);
        assertSame(err, System.err);
        assertEquals(List.of(), lines());
        assertEquals(List.of("INFO  [gate] (sayhi 1.0.0 invoke-7) io.funclet.test - late"), withoutTime(process.err()));
        assertEquals("printed late\n", process.out());
    }

    @Test
    void nextLog_takesOverFromAClosedOne() throws IOException {
        open(Level.INFO, false);
        log.close();
        open(Level.INFO, false);
        logger.info("once");
        assertEquals(1, lines().size());
        assertEquals("", process.err());
    }

    @Test
    void secondLog_isRejected() throws IOException {
        open(Level.INFO, false);
        assertThrows(IllegalStateException.class, () -> open(Level.INFO, false));
        logger.info("the first lives");
        assertEquals(1, lines().size());
    }

    @Test
    void logThatCannotBeOpened_leavesAllAsItWas() throws IOException {
        Files.createDirectories(file());
        PrintStream err = System.err;
        int handlers = Logger.getLogger("").getHandlers().length;
        IOException rejected = assertThrows(IOException.class, () -> open(Level.INFO, false));
        assertEquals("log file " + file() + " cannot be opened: Is a directory", rejected.getMessage());
        assertSame(err, System.err);
        assertEquals(handlers, Logger.getLogger("").getHandlers().length);
    }

    @Test
    void handlerThatPrints_makesNoCircle() throws IOException {
        open(Level.INFO, false);
        mark.set(MARK);
        ConsoleHandler printing = new ConsoleHandler(); // prints on what System.err is now
        Logger.getLogger("").addHandler(printing);
        logger.info("hello");
        Logger.getLogger("").removeHandler(printing);
        List<String> lines = lines();
        assertEquals("INFO  [gate] (sayhi 1.0.0 invoke-7) io.funclet.test - hello", lines.get(0));
        for (String line : lines.subList(1, lines.size())) {
            assertTrue(line.startsWith("WARN  [gate] (sayhi 1.0.0 invoke-7) stderr - "), line);
        }
        assertEquals(3, lines.size());
    }
}
