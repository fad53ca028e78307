package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * How often a small call asks the kernel for something, counted by strace; skipped where it cannot trace. A busy machine sends
 * a call to a worker, whose response wakes the event loop once or twice: each takes one more wait, and one more read.
 */
class CallSyscallsIT {

    private static final Map<String, Integer> MOST = Map.of("epoll_wait", 3, "read", 3, "writev", 1);

    private static final int CALLS = 1000;

    /** For frames that are about the connection, and for what else the process does meanwhile. */
    private static final int OTHERS = CALLS / 10;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of("code", List.of("echo")))
            .on("newest")
            .before(site -> FunctionJar.bundle("it.syscalls")
                    .function("echo", "return event;")
                    .build()
                    .deploy(site.code("code"), "syscalls.jar"));

    @TempDir
    Path directory;

    @Test
    void smallCall_takesFewSyscalls() throws Exception {
        site.awaitServing("echo");
        calls();
        Path counts = directory.resolve("counts");
        Process strace = new ProcessBuilder(tracer().toString(), "-c", "-f", "-o", counts.toString(), "-p", pid())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = strace.inputReader()) {
            String line = said.readLine();
            assumeTrue(line != null && line.contains("attached"), line);

            calls();

            // Not by its own method, which would close what it still says.
            strace.toHandle().destroy();
            strace.waitFor();
        } finally {
            strace.destroyForcibly();
        }
        Map<String, Integer> counted = counted(Files.readAllLines(counts));
        MOST.forEach((name, most) -> assertTrue(
                counted.getOrDefault(name, 0) <= most * CALLS + OTHERS, () -> counted + " for " + CALLS + " calls"));
        // Otherwise it has other names here, and this has counted nothing.
        assertEquals(MOST.keySet(), counted.keySet());
    }

    private static String pid() {
        return Long.toString(site.runtime().pid());
    }

    private static Path tracer() {
        List<Path> found = Stream.of("/usr/bin/strace", "/bin/strace")
                .map(Path::of)
                .filter(Files::isExecutable)
                .toList();
        assumeTrue(!found.isEmpty(), "this machine has no strace");
        return found.get(0);
    }

    private static void calls() {
        for (int call = 0; call < CALLS; call++) {
            assertEquals(100, site.callers().call("echo", "x".repeat(100)).length());
        }
    }

    /** Of lines such as "5.69    0.309605    34400    9    4 read". */
    private static Map<String, Integer> counted(List<String> table) {
        Map<String, Integer> counted = new TreeMap<>();
        for (String line : table) {
            String[] columns = line.strip().split("\\s+");
            if (columns.length >= 5 && MOST.containsKey(columns[columns.length - 1])) {
                counted.put(columns[columns.length - 1], Integer.parseInt(columns[3]));
            }
        }
        return counted;
    }
}
