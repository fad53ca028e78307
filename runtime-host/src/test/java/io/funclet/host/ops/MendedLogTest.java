package io.funclet.host.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.LoggerConfig.Format;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What functions do to the logging of the process they are in, because they think that it is theirs. */
class MendedLogTest {

    private static final Logger ROOT = Logger.getLogger("");

    @RegisterExtension
    private final ProcessLogging process = new ProcessLogging();

    @TempDir
    private Path directory;

    private final Logger logger = Logger.getLogger("io.funclet.test");
    private RuntimeLog log;

    @BeforeEach
    void open() throws Exception {
        Path file = directory.resolve("test.log");
        LoggerConfig config =
                new LoggerConfig(Optional.of(file), LoggerConfig.Level.DEBUG, Format.TEXT, false, 0, 0, 0, 16 * 1024);
        log = RuntimeLog.open(config, "", () -> null);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private List<String> lines() throws Exception {
        return Files.readAllLines(directory.resolve("test.log")).stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    /** What it is called, and the word that the log has for it. */
    private record Harm(String name, String word, Consumer<Logger> doing) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Harm> harms() {
        return Stream.of(
                new Harm("handlers removed, as by a bridge to another library", "removed the log from", root -> {
                    for (Handler handler : root.getHandlers()) {
                        root.removeHandler(handler);
                    }
                }),
                new Harm("all off", "changed levels of", root -> root.setLevel(Level.OFF)),
                new Harm(
                        "all reset",
                        "changed levels of",
                        root -> LogManager.getLogManager().reset()),
                new Harm(
                        "libraries told to be talkative",
                        "changed levels of",
                        root -> Logger.getLogger("io.netty").setLevel(Level.ALL)));
    }

    @ParameterizedTest
    @MethodSource("harms")
    void harm_isPutRight_andSaid(Harm harm) throws Exception {
        harm.doing().accept(ROOT);

        log.mend();
        logger.fine("goes on");
        log.mend();

        assertEquals(
                List.of(
                        "WARN  io.funclet.host.ops.RuntimeLog - a function has " + harm.word()
                                + " java.util.logging, which all share: it is as configured again",
                        "DEBUG io.funclet.test - goes on"),
                lines());
    }

    @Test
    void levelThatWasSetWhileTheProcessRuns_isNoHarm() throws Exception {
        log.setLevel(LoggerConfig.Level.WARN);
        log.setLevel("sayhi", LoggerConfig.Level.DEBUG);

        log.mend();

        assertEquals(List.of(), lines());
        assertEquals(Level.FINE, ROOT.getLevel());
    }
}
