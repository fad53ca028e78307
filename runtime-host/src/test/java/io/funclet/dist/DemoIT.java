package io.funclet.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.BeginsFirst;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@BeginsFirst
class DemoIT {

    private static final Pattern PROCESS = Pattern.compile(" process (\\d+),");

    @TempDir
    Path temp;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void keepTemporaryFilesHere() throws IOException {
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("FUNCLET_JAVA_HOME", System.getProperty("java.home"));
        environment.put("TMPDIR", Files.createDirectory(temp.resolve("tmp")).toString());
        environment.put("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Djava.io.tmpdir=" + temp.resolve("tmp"));
    }

    @Test
    void demo_showsAllGenerations_andUpdatesWithoutAFailedCall_andLeavesNothing() throws Exception {
        Run demo = Run.of(temp, environment, launcher(Run.distribution()), "demo");

        assertEquals("", demo.err());
        assertEquals(0, demo.status(), demo.out());
        assertTrue(demo.out().contains(documentedLine()), demo.out());
        for (String method : List.of("runtime.Runtime/Handle", "openedge.Function/Call", "baetyl.Function/Call")) {
            assertTrue(demo.out().contains(method), demo.out());
        }
        assertEquals(4, count(demo, "-> \\{.*\"Say\":\"Hello Baetyl\""), demo.out());
        assertEquals(1, count(demo, "-> any bytes"), demo.out());
        assertEquals(1, count(demo, "updated .* 1\\.1\\.0\\) with echo, sayhi"), demo.out());
        assertEquals(1, count(demo, "\\d+ calls meanwhile, 0 failed"), demo.out());
        assertEquals(1, count(demo, "-> NOT_FOUND: .*echo"), demo.out());
        assertEquals(1, count(demo, "exit status 0"), demo.out());
        assertFalse(demo.out().contains("\033"), "colours are for terminals");
        assertNothingLeft(runtimeOf(demo.out()));
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void interruptedDemo_leavesNothing(String signal, int expectedStatus) throws Exception {
        Path err = temp.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(
                        "/usr/bin/env", "--default-signal=INT", launcher(Run.distribution()), "demo")
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        // Ready before the demo is, which takes no longer than a process may take to start on a busy machine.
        Process killer = new ProcessBuilder("sh", "-c", "read -r pid && kill -" + signal + " \"$pid\"").start();
        Process demo = builder.start();
        try (BufferedReader out = demo.inputReader()) {
            String line = out.readLine();
            while (!PROCESS.matcher(line).find()) {
                line = out.readLine();
            }
            try (Writer to = killer.outputWriter()) {
                to.write(demo.pid() + "\n");
            }
            assertEquals(0, killer.waitFor());

            assertTrue(demo.waitFor(60, TimeUnit.SECONDS));
            assertEquals(expectedStatus, demo.exitValue());
            assertEquals("", Files.readString(err));
            assertNothingLeft(runtimeOf(line));
        } finally {
            demo.destroyForcibly();
            killer.destroyForcibly();
        }
    }

    @Test
    void failedDemo_saysWhy_andLeavesNothing() throws Exception {
        Path home = Files.createDirectory(temp.resolve("without samples"));
        Files.createDirectory(home.resolve("samples"));
        Files.createSymbolicLink(home.resolve("lib"), Run.distribution().resolve("lib"));
        Files.createDirectory(home.resolve("bin"));
        for (String script : List.of("bin/demo", "bin/funclet")) {
            Files.copy(Run.distribution().resolve(script), home.resolve(script), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Run demo = Run.of(temp, environment, launcher(home), "demo");

        assertEquals(1, demo.status());
        assertTrue(demo.err().startsWith("funclet: the demo failed: "), demo.err());
        assertTrue(demo.err().contains("there is no sample bundle in "), demo.err());
        assertNothingLeft(runtimeOf(demo.out()));
    }

    /** What the README prints of it. */
    private static String documentedLine() throws IOException {
        Path readme = Path.of(System.getProperty("funclet.checkout", ".."), "README.md");
        List<String> lines = Files.readAllLines(readme);
        return lines.get(lines.indexOf("$ ./funclet demo") + 1);
    }

    private void assertNothingLeft(long runtime) throws IOException {
        assertFalse(ProcessHandle.of(runtime).map(ProcessHandle::isAlive).orElse(false), "the runtime still runs");
        try (Stream<Path> left = Files.list(temp.resolve("tmp"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static long runtimeOf(String out) {
        Matcher matcher = PROCESS.matcher(out);
        assertTrue(matcher.find(), out);
        return Long.parseLong(matcher.group(1));
    }

    private static long count(Run run, String pattern) {
        return Pattern.compile(pattern).matcher(run.out()).results().count();
    }

    private static String launcher(Path home) {
        return home.resolve("bin/funclet").toString();
    }
}
