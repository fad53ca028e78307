package io.funclet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.testkit.functions.ContextFunction;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is Java's own is as it was when the last runtime has closed. */
class SharedProcessTest {

    private static final Path SAMPLE = Path.of(System.getProperty("sample.classes"));

    @TempDir
    private Path directory;

    @Test
    void logsAndStreams_areRestored() {
        PrintStream out = System.out;
        PrintStream err = System.err;
        Logger root = Logger.getLogger("");
        Level level = root.getLevel();
        List<Handler> handlers = List.of(root.getHandlers());
        Thread.UncaughtExceptionHandler uncaught = Thread.getDefaultUncaughtExceptionHandler();
        List<LogRecord> seen = new ArrayList<>();
        Handler own = new Handler() {
            @Override
            public void publish(LogRecord event) {
                if (isLoggable(event)) {
                    seen.add(event);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        root.addHandler(own);
        try {
            FuncletRuntime runtime = FuncletRuntime.start();
            runtime.deploy(SAMPLE).orFail();
            assertEquals(List.of(), seen);
            Logger.getLogger("of.the.test").info("seen");
            assertEquals(
                    List.of("seen"), seen.stream().map(LogRecord::getMessage).toList());
            assertFalse(String.join("\n", runtime.log()).contains("of.the.test"));
            runtime.close();
        } finally {
            root.removeHandler(own);
        }
        assertEquals(null, own.getFilter());
        assertEquals(handlers, List.of(root.getHandlers()));
        assertEquals(level, root.getLevel());
        assertSame(out, System.out);
        assertSame(err, System.err);
        assertSame(uncaught, Thread.getDefaultUncaughtExceptionHandler());
    }

    @Test
    void streamThatATestHasKept_leadsNowhereElse() throws Exception {
        PrintStream before = System.out;
        PrintStream kept;
        try (FuncletRuntime first = FuncletRuntime.start()) {
            kept = System.out;
        }
        System.setOut(kept);
        try (FuncletRuntime second = FuncletRuntime.start()) {
            second.deploy(TestBundle.jar(
                            directory.resolve("context.jar"), "test.context", "1.0.0", ContextFunction.class))
                    .orFail();
            second.call("context", "x").text();
            second.awaitLog("printed x");
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void threads_areGoneAfterClose() throws Exception {
        FuncletRuntime runtime = FuncletRuntime.start();
        runtime.deploy(TestBundle.jar(directory.resolve("context.jar"), "test.context", "1.0.0", ContextFunction.class))
                .orFail();
        runtime.call("context", "thread").text();
        List<Thread> before = threads();
        assertFalse(before.isEmpty());
        runtime.close();
        runtime.close();
        assertEquals(List.of(), threads());
        assertThrows(
                RuntimeException.class,
                () -> FuncletRuntime.builder()
                        .environment("FUNCLET_START_TIMEOUT", "soon")
                        .start());
        assertEquals(List.of(), threads());
    }

    /** Of this test alone: others run in other processes. */
    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null
                        && thread.getThreadGroup().getName().startsWith("test-"))
                // One of Netty for the process, which ends by itself.
                .filter(thread -> !thread.getName().startsWith("globalEventExecutor"))
                .toList();
    }

    @Test
    void runtimes_doNotDisturbEachOther() throws Exception {
        FuncletRuntime first = FuncletRuntime.start();
        first.deploy(SAMPLE).orFail();
        try (FuncletRuntime second = FuncletRuntime.start()) {
            second.deploy(SAMPLE).orFail();
            first.close();
            assertEquals("x", second.call("echo", "x").text());
            second.remove("io.funclet.sample.jar");
            second.awaitLog("removed");
        }
        assertTrue(first.log().stream().noneMatch(line -> line.contains("removed")));
    }
}
