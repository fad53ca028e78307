package io.funclet.host.log.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.LoggerConfig.Format;
import io.funclet.host.config.LoggerConfig.Level;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which events the log has, by their level. */
class LogLevelsTest {

    @RegisterExtension
    private final ProcessLogging process = new ProcessLogging();

    private final Logger logger = Logger.getLogger("io.funclet.test");
    private RuntimeLog log;

    private void open(Level level) throws IOException {
        LoggerConfig config = new LoggerConfig(Optional.empty(), level, Format.TEXT, false, 0, 0, 0, 16 * 1024);
        log = RuntimeLog.open(config, "gate", () -> null);
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    /** The lines, without their time. */
    private List<String> lines() {
        return process.err()
                .lines()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    @Test
    void announcement_isLoggedAtAnyLevel() throws IOException {
        open(Level.ERROR);
        logger.warning("not logged");
        log.announce("io.funclet.test", "service starting");
        assertEquals(List.of("INFO  [gate] io.funclet.test - service starting"), lines());
    }

    @Test
    void level_changesWhileTheProcessRuns() throws IOException {
        open(Level.ERROR);
        logger.warning("1");
        log.setLevel(Level.DEBUG);
        logger.fine("2");
        logger.finer("3");
        log.setLevel(Level.WARN);
        logger.info("4");
        logger.warning("5");
        assertEquals(List.of("DEBUG [gate] io.funclet.test - 2", "WARN  [gate] io.funclet.test - 5"), lines());
    }

    @Test
    void librariesOfTheRuntime_areHeardWhenTheyWarn() throws IOException {
        Logger netty = Logger.getLogger("io.grpc.netty.shaded.io.netty.channel");
        Logger functions = Logger.getLogger("io.grpcish.function");
        open(Level.INFO);
        netty.info("not this");
        assertFalse(netty.isLoggable(java.util.logging.Level.INFO), "costs nothing");
        netty.warning("1");
        functions.info("2");
        log.setLevel(Level.DEBUG);
        netty.fine("not this");
        netty.info("3");
        functions.fine("4");
        log.setLevel(Level.ERROR);
        netty.warning("not this");
        assertEquals(
                List.of("1", "2", "3", "4"),
                lines().stream().map(line -> line.substring(line.length() - 1)).toList());
    }

    @Test
    void loggerThatAFunctionOpensWide_doesNotExceedTheConfiguredLevel() throws IOException {
        open(Level.INFO);
        Logger wide = Logger.getLogger("com.example.wide");
        wide.setLevel(java.util.logging.Level.ALL);
        wide.fine("not this");
        wide.info("this");
        wide.setLevel(null);
        assertEquals(List.of("INFO  [gate] com.example.wide - this"), lines());
    }
}
