package io.funclet.host.log.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.LoggerConfig.Format;
import io.funclet.host.log.LogAttribution;
import io.funclet.host.log.LogContext;
import io.funclet.host.log.manager.BundleLogManager;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
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
class SharedLogTest {

    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger RUNTIME = Logger.getLogger("io.funclet.host.Any");
    private static final Logger LIBRARY = Logger.getLogger("io.grpc.Any");
    private static final Logger ANY = Logger.getLogger("com.example.Any");

    @RegisterExtension
    private final ProcessLogging process = new ProcessLogging();

    @TempDir
    private Path directory;

    private RuntimeLog log;

    /** Stands for a bundle's, as its own tenant. */
    private static final class Tenant extends URLClassLoader {

        Tenant() {
            super(new URL[0]);
        }

        void run(Runnable code) {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(this);
            try {
                code.run();
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }

    private final Tenant tenant = new Tenant();
    private final Tenant neighbour = new Tenant();

    private static final class Broken extends Handler {

        @Override
        public void publish(LogRecord event) {
            throw new IllegalStateException("broken: " + event.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void open() throws Exception {
        Path file = directory.resolve("test.log");
        LoggerConfig config =
                new LoggerConfig(Optional.of(file), LoggerConfig.Level.DEBUG, Format.TEXT, false, 0, 0, 0, 16 * 1024);
        log = RuntimeLog.open(config, "", new LogAttribution() {
            @Override
            public LogContext get() {
                return null;
            }

            @Override
            public Object tenant(ClassLoader loader) {
                return loader instanceof Tenant ? loader : null;
            }
        });
    }

    @AfterEach
    void close() {
        BundleLogManager.giveBack(tenant);
        log.close();
        Logger.getLogger("io").setUseParentHandlers(true);
    }

    private List<String> lines() throws Exception {
        return Files.readAllLines(directory.resolve("test.log")).stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    /** What it is called, and the words that the log has for it; none if it changes nothing for others. */
    private record Harm(String name, String words, Consumer<Logger> doing) {

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
                new Harm("libraries talkative", "changed levels of", root -> LIBRARY.setLevel(Level.ALL)),
                new Harm("the runtime silenced", "changed levels of", root -> RUNTIME.setLevel(Level.OFF)),
                new Harm(
                        "an ancestor silenced",
                        null,
                        root -> Logger.getLogger("io").setLevel(Level.OFF)),
                new Harm(
                        "an ancestor cut off",
                        null,
                        root -> Logger.getLogger("io").setUseParentHandlers(false)),
                new Harm("the runtime cut off", null, root -> RUNTIME.setUseParentHandlers(false)),
                new Harm("another parent", null, root -> RUNTIME.setParent(Logger.getAnonymousLogger())),
                new Harm("a filter", null, root -> RUNTIME.setFilter(event -> false)),
                new Harm(
                        "a filter of the root's handler",
                        null,
                        root -> Arrays.stream(root.getHandlers())
                                .forEach(handler -> handler.setFilter(event -> false))),
                new Harm(
                        "broken handlers",
                        null,
                        root -> Stream.of(root, RUNTIME, LIBRARY, ANY)
                                .forEach(logger -> logger.addHandler(new Broken()))));
    }

    @ParameterizedTest
    @MethodSource("harms")
    void harm_concernsNeitherTheRuntime_norAnotherTenant(Harm harm) throws Exception {
        tenant.run(() -> harm.doing().accept(ROOT));

        log.tellOfHarm();
        RUNTIME.fine("runtime");
        LIBRARY.fine("too much");
        LIBRARY.info("library");
        neighbour.run(() -> ANY.fine("neighbour"));
        tenant.run(() -> RUNTIME.fine("runtime, for the function"));
        log.tellOfHarm();

        List<String> expected = Stream.of(
                        harm.words() == null
                                ? null
                                : "WARN  io.funclet.host.log.output.LogHandler - a function has " + harm.words()
                                        + " java.util.logging, which all share: for the others it is as configured",
                        "DEBUG io.funclet.host.Any - runtime",
                        "INFO  io.grpc.Any - library",
                        "DEBUG com.example.Any - neighbour",
                        "DEBUG io.funclet.host.Any - runtime, for the function")
                .filter(line -> line != null)
                .toList();
        assertEquals(expected, lines());
    }

    @Test
    void handlerOfATenant_seesWhatItLogs_untilItGoes() {
        Handler broken = new Broken();
        tenant.run(() -> {
            ROOT.addHandler(broken);
            assertTrue(List.of(ROOT.getHandlers()).contains(broken));
            assertThrows(IllegalStateException.class, () -> ANY.warning("own"));
        });
        assertFalse(List.of(ROOT.getHandlers()).contains(broken));

        assertEquals(List.of("log handler " + Broken.class.getName()), BundleLogManager.giveBack(tenant));

        tenant.run(() -> ANY.warning("own"));
    }

    @Test
    void levelThatWasSetWhileTheProcessRuns_isNoHarm() throws Exception {
        log.setLevel(LoggerConfig.Level.WARN);
        log.setLevel("sayhi", LoggerConfig.Level.DEBUG);

        log.tellOfHarm();

        assertEquals(List.of(), lines());
        assertEquals(Level.FINE, ROOT.getLevel());
    }
}
