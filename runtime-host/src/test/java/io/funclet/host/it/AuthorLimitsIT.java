package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a bundle's author says that a function may use, and what the operator says of it. */
@TestInstance(Lifecycle.PER_CLASS)
class AuthorLimitsIT {

    private Path directory;
    private Workspace workspace;
    private RuntimeProcess runtime;
    private Callers callers;
    private Operator operator;

    @BeforeAll
    void start(@TempDir Path given) throws Exception {
        directory = given;
        workspace = Workspace.in(directory);
        StringBuilder yaml = new StringBuilder("name: test\n" + workspace.server() + """
                logger: {path: var/log/service.log, level: debug}
                functions:
                  - {name: limited, handler: limited, codedir: var/db/limited}
                  - name: overruled
                    handler: limited
                    codedir: var/db/limited
                    timeout: 20s
                    concurrency: 3
                """);
        for (String wrong : new String[] {"timeout", "concurrency", "queue"}) {
            workspace.code(wrong);
            yaml.append("  - {name: " + wrong + ", handler: " + wrong + ", codedir: var/db/" + wrong + "}\n");
        }
        workspace.file("etc/baetyl/service.yml", yaml.toString());
        deploy("limited", "@FunctionLimits(timeout = \"200ms\", concurrency = 1, queue = 7)");
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        runtime = workspace.startWith(temporary);
        callers = Callers.of(workspace.port());
        operator = new Operator(directory, temporary);
    }

    @AfterAll
    void stop() throws Exception {
        callers.close();
        try (RuntimeProcess process = runtime) {
            assertEquals(0, process.terminate());
        }
    }

    private void deploy(String function, String annotation) throws Exception {
        FunctionSource plain = FunctionSource.handler("it." + function, function, Gate.HANDLER);
        FunctionSource annotated = new FunctionSource(
                plain.className(), plain.text().replace("@FunctionName", annotation + "\n@FunctionName"));
        FunctionJar.bundle("it." + function).source(annotated).build().deploy(workspace.code(function), "fn.jar");
    }

    private JsonObject limits(String function) throws Exception {
        return operator.ps().getAsJsonArray("functions").asList().stream()
                .map(each -> each.getAsJsonObject())
                .filter(each -> each.get("name").getAsString().equals(function))
                .findFirst()
                .orElseThrow()
                .getAsJsonObject("limits");
    }

    @Test
    void annotation_limitsTheFunction_alsoForTheCallThatWaitsForItsStart() throws Exception {
        Gate gate = Gate.in(directory);

        Status late = callers.failure("limited", gate.event());

        assertEquals(Code.DEADLINE_EXCEEDED, late.getCode(), late::toString);
        gate.awaitInterrupted();
        JsonObject limits = limits("limited");
        assertEquals(0.2, limits.get("timeout").getAsDouble(), limits::toString);
        assertEquals(1, limits.get("concurrency").getAsInt(), limits::toString);
        assertEquals(7, limits.get("queue").getAsInt(), limits::toString);
    }

    @Test
    void operatorsWord_wins_whereThereIsOne() throws Exception {
        Gate one = Gate.in(directory);
        Gate two = Gate.in(directory);
        Future<byte[]> first = callers.begin("overruled", one.event(), Await.LONG);
        Future<byte[]> second = callers.begin("overruled", two.event(), Await.LONG);
        one.awaitEntered();
        two.awaitEntered();
        JsonObject limits = limits("overruled");

        one.open();
        two.open();
        assertEquals("passed", Callers.payload(first));
        assertEquals("passed", Callers.payload(second));
        assertEquals(20, limits.get("timeout").getAsDouble(), limits::toString);
        assertEquals(3, limits.get("concurrency").getAsInt(), limits::toString);
        assertEquals(7, limits.get("queue").getAsInt(), limits::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "timeout, timeout = \"soon\", '\"soon\" is not a duration'",
        "concurrency, concurrency = -1, '\"-1\" is not a whole number'",
        "queue, queue = 1000001, '\"1000001\" is not a whole number from 0 to 1000000'"
    })
    void valueThatCannotBeUsed_isRefused_andSaidWhichAndWhy(String name, String element, String why) throws Exception {
        deploy(name, "@FunctionLimits(" + element + ")");

        String line = workspace.log().awaitAll("refused " + name + "/fn.jar", "function." + name + ": " + why);

        assertTrue(line.contains(" (function " + name + ") has a wrong property"), line);
    }
}
