package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.soak.ProbeJar;
import io.funclet.host.soak.Traffic;
import io.funclet.host.soak.probe.Probe;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jars that must not be taken: said once, in words; what serves goes on; the next good jar is taken. One process for all
 * tests, and a neighbour in it that is called all the time and must not notice anything.
 */
@TestInstance(Lifecycle.PER_CLASS)
class BundleFaultsIT {

    /** Long enough for the runtime to say in time why a function is not there, rather than for the client to give up. */
    private static final Duration SHORT = Duration.ofSeconds(4);

    /** What is bad without a version before it. The time limit of a start has a test of its own. */
    private static final Set<BadJar> FRESH =
            EnumSet.complementOf(EnumSet.of(BadJar.OTHER_FUNCTION, BadJar.COMPONENT_HANGS));

    private Workspace workspace;
    private RuntimeProcess runtime;
    private Callers callers;
    private Traffic neighbours;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        workspace = Workspace.in(directory);
        Map<String, String> handlers = new LinkedHashMap<>();
        handlers.put("neighbour", "neighbour");
        for (BadJar kind : BadJar.values()) {
            handlers.put(fresh(kind), fresh(kind));
            handlers.put(updated(kind), updated(kind));
        }
        for (String name : List.of("hang1", "hang2", "hang3", "prompt")) {
            handlers.put(name, name);
        }
        UpdatedFunction.configure(workspace, handlers);
        Path journal = workspace.path().resolve("neighbour.journal");
        ProbeJar.replace(
                workspace.code("neighbour").resolve("neighbour.jar"),
                ProbeJar.function("it.neighbour", "neighbour", journal).version("1.0.0"));
        runtime = RuntimeProcess.in(workspace.path())
                .environment("FUNCLET_START_TIMEOUT", "5s")
                .start()
                .awaitPort(workspace.port());
        callers = Callers.of(workspace.port());
        neighbours = new Traffic();
        for (Generation generation : List.of(Generation.G1, Generation.G4)) {
            neighbours.add(
                    "neighbour in " + generation,
                    UpdatedFunction.line(workspace.port(), generation, "neighbour"),
                    Probe.event(100, Duration.ZERO));
        }
    }

    private static String fresh(BadJar kind) {
        return "fresh_" + kind;
    }

    private static String updated(BadJar kind) {
        return "updated_" + kind;
    }

    @AfterEach
    void neighbourIsUndisturbed() throws Exception {
        neighbours.awaitAnswers(1);
        assertEquals(List.of(), neighbours.failures());
    }

    @AfterAll
    void stop() throws Exception {
        neighbours.close();
        callers.close();
        try (RuntimeProcess process = runtime) {
            assertEquals(0, process.terminate());
            assertEquals(List.of(), List.copyOf(process.litter()));
        }
    }

    @Test
    void badJars_areSaidOnce_alsoToCallers_andTheNextGoodOnesAreTaken() throws Exception {
        Map<BadJar, Future<byte[]>> patient = new EnumMap<>(BadJar.class);
        Map<BadJar, Future<byte[]>> hasty = new EnumMap<>(BadJar.class);
        for (BadJar kind : FRESH) {
            patient.put(kind, callers.begin(fresh(kind), "", Await.LONG));
            kind.of(fresh(kind)).deploy(workspace.code(fresh(kind)), file(fresh(kind)));
        }
        forEach(FRESH, kind -> awaitExplanation(kind, file(fresh(kind))));
        for (BadJar kind : FRESH) {
            hasty.put(kind, callers.begin(fresh(kind), "", SHORT));
        }
        forEach(FRESH, kind -> {
            Status status = failure(hasty.get(kind));
            assertEquals(Status.Code.UNAVAILABLE, status.getCode(), status::toString);
            assertTrue(kind.isExplainedBy(status.getDescription()), () -> kind.inWords() + " in " + status);
        });
        forEach(FRESH, kind -> {
            BadJar.good(fresh(kind), "good").deploy(workspace.code(fresh(kind)), file(fresh(kind)));
            assertEquals("good", Callers.payload(patient.get(kind)));
            assertEquals(1, explanations(kind, file(fresh(kind))), "lines that explain it");
        });
    }

    @Test
    void badUpdates_areSaidOnce_changeNothing_andTheNextGoodOnesAreTaken() throws Exception {
        List<BadJar> all = List.of(BadJar.values());
        for (BadJar kind : all) {
            BadJar.good(updated(kind), "old").deploy(workspace.code(updated(kind)), file(updated(kind)));
        }
        forEach(all, kind -> assertEquals("old", callers.call(updated(kind), "")));
        for (BadJar kind : all) {
            kind.of(updated(kind)).deploy(workspace.code(updated(kind)), file(updated(kind)));
        }
        forEach(all, kind -> awaitExplanation(kind, file(updated(kind))));
        forEach(all, kind -> {
            String function = updated(kind);
            assertEquals("old", callers.call(function, ""));
            BadJar.good(function, "next").deploy(workspace.code(function), file(function));
            Await.until(
                    "the next good one",
                    Await.LONG,
                    () -> {
                        String answer = callers.call(function, "");
                        assertTrue(List.of("old", "next").contains(answer), answer);
                        return answer.equals("next");
                    },
                    runtime::toString);
            assertEquals(1, explanations(kind, file(function)), "lines that explain it");
        });
    }

    private interface Check {
        void of(BadJar kind) throws Exception;
    }

    /** All kinds, also if it fails for some. */
    private static void forEach(Collection<BadJar> kinds, Check check) {
        assertAll(kinds.stream().map(kind -> () -> {
            try {
                check.of(kind);
            } catch (AssertionError | Exception e) {
                throw new AssertionError(kind + ": " + e.getMessage(), e);
            }
        }));
    }

    private static Status failure(Future<byte[]> call) {
        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> call.get(Await.LONG.toSeconds(), TimeUnit.SECONDS));
        return Status.fromThrowable(failure);
    }

    private static String file(String function) {
        return function + ".jar";
    }

    @Test
    void componentsThatHang_holdUpNoOtherDeployment() throws Exception {
        for (String name : List.of("hang1", "hang2", "hang3")) {
            BadJar.COMPONENT_HANGS.of(name).deploy(workspace.code(name), name + ".jar");
        }
        // More of them than are dealt with at once, and each would be given up only after five seconds.
        BadJar.good("prompt", "prompt").deploy(workspace.code("prompt"), "prompt.jar");
        assertEquals("prompt", callers.call("prompt", ""));
        assertEquals(
                0,
                List.of("hang1.jar", "hang2.jar", "hang3.jar").stream()
                        .filter(this::isExplained)
                        .count(),
                "components that were given up before another jar was deployed");
        for (String name : List.of("hang1", "hang2", "hang3")) {
            awaitExplanation(BadJar.COMPONENT_HANGS, name + ".jar");
        }
    }

    private boolean isExplained(String file) {
        try {
            return explanations(BadJar.COMPONENT_HANGS, file) > 0;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitExplanation(BadJar kind, String file) throws Exception {
        workspace.log().await(file + " with " + kind.inWords(), line -> explains(kind, file, line));
    }

    private long explanations(BadJar kind, String file) throws Exception {
        return workspace.log().lines().stream()
                .filter(line -> explains(kind, file, line))
                .count();
    }

    private static boolean explains(BadJar kind, String file, String line) {
        return line.contains(file + " ") && kind.isExplainedBy(line) && !line.contains("deployed ");
    }
}
