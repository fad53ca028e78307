package io.funclet.host.it.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.StartDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A small process returns what large messages have needed, although calls go on. */
class SmallHeapReturnIT extends StartDirectory {

    /** Less than the 30 s after which an idle process does so. */
    private static final Duration BEFORE_IDLE = Duration.ofSeconds(25);

    private static final int LARGE_MIB = 4;

    /** A collection, and the megabytes that the heap has after it. */
    private static final Pattern COLLECTED = Pattern.compile("Pause (\\w+ \\([^M]*\\)) \\d+M->\\d+M\\((\\d+)M\\)");

    @Test
    void heapOfLargeMessages_isReturned_whileCallsGoOn() throws Exception {
        int port = RuntimeProcess.freePort();
        ECHO.deploy(Files.createDirectories(directory.resolve("code")), "echo.jar");
        Path log = directory.resolve("gc.log");
        try (RuntimeProcess runtime = RuntimeProcess.in(directory)
                        .waitDivisor(1)
                        .environment("FUNCLET_PROFILE", "small")
                        .javaOption("-Xlog:gc:file=" + log + "::filecount=0")
                        .start("-c", """
                                {"name": "small", "server": {"address": "127.0.0.1:%d"}, "logger": {"path": "small.log"},
                                 "function": {"name": "echo", "handler": "echo", "codedir": "code"}}""".formatted(port));
                Callers callers = Callers.of(port)) {
            String large = "x".repeat(4_000_000);
            for (int i = 0; i < 4; i++) {
                assertEquals(large, callers.call(Generation.G1, "echo", large));
            }

            Await.until(
                    "a collection that returns memory",
                    BEFORE_IDLE,
                    () -> returnsMemory(log, callers),
                    () -> read(log));
            assertEquals(0, runtime.terminate());
        }
    }

    private static boolean returnsMemory(Path log, Callers callers) throws Exception {
        assertEquals("small", callers.call(Generation.G1, "echo", "small"));
        int most = 0;
        Matcher collected = COLLECTED.matcher(Files.readString(log));
        while (collected.find()) {
            int left = Integer.parseInt(collected.group(2));
            if (collected.group(1).equals("Full (System.gc())") && left <= most - LARGE_MIB) {
                return true;
            }
            most = Math.max(most, left);
        }
        return false;
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
