package io.funclet.host.it.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a bundle's author says that a function may use, and what the operator says of it. */
@TestInstance(Lifecycle.PER_CLASS)
@Embedded
class AuthorLimitsIT {

    @RegisterExtension
    final RuntimeExtension site = RuntimeExtension.configured(site -> {
        StringBuilder yaml = new StringBuilder("name: test\n" + site.workspace().server() + """
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
            site.code(wrong);
            yaml.append("  - {name: " + wrong + ", handler: " + wrong + ", codedir: var/db/" + wrong + "}\n");
        }
        site.workspace().file("etc/baetyl/service.yml", yaml.toString());
        deploy("limited", "@FunctionLimits(timeout = \"200ms\", concurrency = 1, queue = 7)");
    });

    private void deploy(String function, String annotation) throws Exception {
        FunctionSource plain = FunctionSource.handler("it." + function, function, Gate.HANDLER);
        FunctionSource annotated = new FunctionSource(
                plain.className(), plain.text().replace("@FunctionName", annotation + "\n@FunctionName"));
        FunctionJar.bundle("it." + function).source(annotated).build().deploy(site.code(function), "fn.jar");
    }

    private JsonObject limits(String function) throws Exception {
        return site.operator().ps().getAsJsonArray("functions").asList().stream()
                .map(each -> each.getAsJsonObject())
                .filter(each -> each.get("name").getAsString().equals(function))
                .findFirst()
                .orElseThrow()
                .getAsJsonObject("limits");
    }

    @Test
    void annotation_limitsTheFunction_alsoForTheCallThatWaitsForItsStart() throws Exception {
        Gate gate = Gate.in(site.path());

        Status late = site.callers().failure("limited", gate.event());

        assertEquals(Code.DEADLINE_EXCEEDED, late.getCode(), late::toString);
        gate.awaitInterrupted();
        JsonObject limits = limits("limited");
        assertEquals(0.2, limits.get("timeout").getAsDouble(), limits::toString);
        assertEquals(1, limits.get("concurrency").getAsInt(), limits::toString);
        assertEquals(7, limits.get("queue").getAsInt(), limits::toString);
    }

    @Test
    void operatorsWord_wins_whereThereIsOne() throws Exception {
        Gate one = Gate.in(site.path());
        Gate two = Gate.in(site.path());
        Future<byte[]> first = site.callers().begin("overruled", one.event(), Await.LONG);
        Future<byte[]> second = site.callers().begin("overruled", two.event(), Await.LONG);
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
    void valueThatCannotBeUsed_isRejected_andSaidWhichAndWhy(String name, String element, String why) throws Exception {
        deploy(name, "@FunctionLimits(" + element + ")");

        String line = site.log().awaitAll("rejected " + name + "/fn.jar", "function." + name + ": " + why);

        assertTrue(line.contains(" (function " + name + ") has a wrong property"), line);
    }
}
