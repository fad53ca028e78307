package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.soak.ProbeJar;
import io.funclet.host.soak.Traffic;
import io.funclet.host.soak.probe.Probe;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Jars that must not be taken: said once, in words; what serves goes on; the next good jar is taken. One process for all
 * tests, and a neighbour in it that is called all the time and must not notice anything.
 */
@TestInstance(Lifecycle.PER_CLASS)
class BundleFaultsIT {

    /** Long enough for the runtime to say in time why a function is not there, rather than for the client to give up. */
    private static final Duration SHORT = Duration.ofSeconds(2);

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
        runtime = workspace.start();
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

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"OTHER_FUNCTION", "COMPONENT_HANGS"})
    void badJar_isSaidOnce_alsoToCallers_andTheNextGoodOneIsTaken(BadJar kind) throws Exception {
        String function = fresh(kind);
        String file = function + ".jar";
        Future<byte[]> patient = callers.begin(function, "", Await.LONG);
        kind.of(function).deploy(workspace.code(function), file);

        awaitExplanation(kind, file);
        Status status = Callers.failure(() -> callers.call(Generation.G3, function, "", SHORT));
        assertEquals(Status.Code.UNAVAILABLE, status.getCode(), status::toString);
        assertTrue(kind.isExplainedBy(status.getDescription()), () -> kind.inWords() + " in " + status);

        BadJar.good(function, "good").deploy(workspace.code(function), file);
        assertEquals("good", Callers.payload(patient));
        assertEquals(1, explanations(kind, file), () -> runtime.toString());
    }

    @ParameterizedTest
    @EnumSource
    void badUpdate_isSaidOnce_changesNothing_andTheNextGoodOneIsTaken(BadJar kind) throws Exception {
        String function = updated(kind);
        String file = function + ".jar";
        BadJar.good(function, "old").deploy(workspace.code(function), file);
        assertEquals("old", callers.call(function, ""));

        kind.of(function).deploy(workspace.code(function), file);
        awaitExplanation(kind, file);
        assertEquals("old", callers.call(function, ""));
        BadJar.good(function, "next").deploy(workspace.code(function), file);
        Await.until(
                "the next good one",
                Await.LONG,
                () -> {
                    String answer = callers.call(function, "");
                    assertTrue(List.of("old", "next").contains(answer), answer);
                    return answer.equals("next");
                },
                runtime::toString);
        assertEquals(1, explanations(kind, file), () -> runtime.toString());
    }

    @Test
    void componentsThatHang_holdUpNoOtherDeployment() throws Exception {
        for (String name : List.of("hang1", "hang2", "hang3")) {
            BadJar.COMPONENT_HANGS.of(name).deploy(workspace.code(name), name + ".jar");
        }
        // More of them than are dealt with at once, and each would be given up only after ten seconds.
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
