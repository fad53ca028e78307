package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.soak.ProbeJar;
import io.funclet.host.soak.Traffic;
import io.funclet.host.soak.probe.Probe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One process for all tests of a class, with a code directory each, and a neighbour in it that must not notice anything. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class NeighbouredDirectories {

    /** What a shell, a property file or a list would take to pieces. */
    static final String ODD_NAME = "a b,c;d ${user.dir} 100% #1"
            + (System.getProperty("sun.jnu.encoding").equals("UTF-8") ? " \u00fc" : "");

    Workspace workspace;

    RuntimeProcess runtime;

    Callers callers;

    Traffic neighbours;

    int scans;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        workspace = Workspace.in(directory);
        Map<String, String> handlers = new LinkedHashMap<>();
        for (String name : List.of(
                "neighbour",
                "claimed",
                "ranked",
                "cycle1",
                "cycle2",
                "served",
                "links",
                "away",
                "unreadable",
                "importer")) {
            handlers.put(name, name);
        }
        handlers.put("twin1", "twin");
        handlers.put("twin2", "twin");
        UpdatedFunction.configure(workspace, handlers);
        Path file = workspace.path().resolve("etc/baetyl/service.yml");
        workspace.code(ODD_NAME);
        Files.writeString(
                file, Files.readString(file) + "  - {name: odd, handler: odd, codedir: \"var/db/" + ODD_NAME + "\"}\n");
        Path journal = workspace.path().resolve("neighbour.journal");
        ProbeJar.replace(
                workspace.code("neighbour").resolve("neighbour.jar"),
                ProbeJar.function("it.neighbour", "neighbour", journal).version("1.0.0"));
        runtime = workspace.start();
        callers = Callers.of(workspace.port());
        neighbours = new Traffic()
                .add(
                        "neighbour",
                        UpdatedFunction.line(workspace.port(), Generation.G2, "neighbour"),
                        Probe.event(100, Duration.ZERO));
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

    void awaitAnswer(String function, String answer, String before) throws Exception {
        Await.until(
                "answer " + answer,
                Await.LONG,
                () -> {
                    String given = callers.call(function, "");
                    assertTrue(List.of(before, answer).contains(given), given);
                    return given.equals(answer);
                },
                runtime::toString);
    }

    /** Returns when the runtime has looked at everything in a directory: a file that came last has been spoken of. */
    void awaitScanOf(Path directory) throws Exception {
        String fileName = "scan" + scans++ + ".jar";
        FunctionJar.withManifest(Map.of()).deploy(directory, fileName);
        workspace.log().await(fileName);
        Files.delete(directory.resolve(fileName));
    }
}
