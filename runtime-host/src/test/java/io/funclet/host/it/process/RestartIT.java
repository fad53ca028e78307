package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.UpdatedFunction;
import io.funclet.host.it.runtime.Workspace;
import io.funclet.host.soak.ProbeJar;
import io.funclet.host.soak.Traffic;
import io.funclet.host.soak.probe.Probe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What serves after a start is what stands in the directory, whatever was before. */
class RestartIT {

    private static final int KILLS = 5;
    private static final long LONGEST_LIFE_MILLIS = 700;

    private Workspace workspace;
    private ProbeJar jar;

    /** The same for each start, so that what one leaves behind is in the way of the next. */
    private Path temporary;

    @BeforeEach
    void configure(@TempDir Path directory) throws Exception {
        workspace = Workspace.in(directory);
        Map<String, String> handlers = new LinkedHashMap<>();
        handlers.put("fn", "fn");
        handlers.put("claimed", "claimed");
        workspace.configureHandlers(handlers);
        jar = ProbeJar.function("it.fn", "fn", directory.resolve("journal"));
        temporary = Files.createDirectories(directory.resolve("temporary"));
    }

    private RuntimeProcess start() throws Exception {
        return RuntimeProcess.in(workspace.path()).temporary(temporary).start().awaitPort(workspace.port());
    }

    private String answer() {
        byte[] event = Probe.event(0, Duration.ZERO);
        try (Traffic.Line line = UpdatedFunction.line(workspace.port(), Generation.G3, "fn")) {
            return Probe.version(event, line.call(event));
        }
    }

    private void put(String fileName, String version) throws Exception {
        ProbeJar.replace(workspace.code("fn").resolve(fileName), jar.version(version));
    }

    @Test
    void ofSeveralVersions_theHighestServes_fromTheFirstCallOn() throws Exception {
        put("a.jar", "1.9.0");
        put("b.jar", "1.10.0");
        put("c.jar", "1.2.0");
        try (RuntimeProcess runtime = start()) {
            assertEquals("1.10.0", answer());
            assertEquals(0, runtime.terminate());
        }
    }

    @Test
    void ofTwoBundlesThatClaimOneName_theFileNameDecidesAfterARestart() throws Exception {
        Path directory = workspace.code("claimed");
        FunctionJar.of("it.first", "claimed", "return Payload.of(\"first\");").deploy(directory, "z-first.jar");
        try (RuntimeProcess runtime = start();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("first", callers.call("claimed", ""));
            FunctionJar.of("it.second", "claimed", "return Payload.of(\"second\");")
                    .deploy(directory, "a-second.jar");
            workspace.log().await("a-second.jar");
            assertEquals("first", callers.call("claimed", ""));
            assertEquals(0, runtime.terminate());
        }
        try (RuntimeProcess runtime = start();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("second", callers.call("claimed", ""));
            assertEquals(0, runtime.terminate());
        }
    }

    @Test
    @SuppressWarnings("try") // Closed twice: to close it is to kill it.
    void afterAKillInTheMiddleOfUpdates_exactlyWhatIsInTheDirectoryServes() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int version = 0;
        put("fn.jar", "1.0.0");
        for (int kill = 1; kill <= KILLS; kill++) {
            try (RuntimeProcess runtime = start()) {
                String what = "after " + kill + " starts, seed " + seed;
                assertEquals("1.0." + version, answer(), what);
                long life = random.nextLong(TimeUnit.MILLISECONDS.toNanos(LONGEST_LIFE_MILLIS));
                CompletableFuture<Void> killed = CompletableFuture.runAsync(() -> {
                    // No condition is waited for: any moment will do, and the next one another.
                    LockSupport.parkNanos(life);
                    runtime.close();
                });
                while (!killed.isDone()) {
                    version++;
                    put("fn.jar", "1.0." + version);
                    put("beside.jar", "0.9." + version);
                    Files.delete(workspace.code("fn").resolve("beside.jar"));
                }
                killed.join();
                assertNull(leftBehindIn(workspace.code("fn")), "written to the code directory");
            }
        }
        try (RuntimeProcess runtime = start()) {
            assertEquals("1.0." + version, answer(), "seed " + seed);
            assertEquals(0, runtime.terminate());
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList(), "of processes that were killed");
        }
    }

    private static Path leftBehindIn(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.endsWith("fn.jar")).findFirst().orElse(null);
        }
    }
}
