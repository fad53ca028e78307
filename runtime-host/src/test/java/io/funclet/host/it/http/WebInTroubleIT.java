package io.funclet.host.it.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.MetricsText;
import io.funclet.host.it.client.WebClient;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What metrics and the status page tell of functions that are crowded, late, absent, failing or on their way out. */
@TestInstance(Lifecycle.PER_CLASS)
class WebInTroubleIT {

    private static final int LATE_MILLIS = 300;

    private Path directory;
    private Workspace workspace;
    private WebClient web;
    private RuntimeProcess runtime;
    private Callers callers;
    private Optional<Browser> browser;

    @BeforeAll
    void start(@TempDir Path given) throws Exception {
        directory = given;
        browser = Browser.find(directory);
        workspace = Workspace.in(directory);
        workspace.file("etc/baetyl/service.yml", """
                name: test
                %slogger: {path: var/log/service.log, level: debug}
                functions:
                  - {name: narrow, handler: gate, codedir: var/db/code, concurrency: 1, queue: 2}
                  - {name: stubborn, handler: stubborn, codedir: var/db/code, timeout: %dms}
                  - {name: fails, handler: fails, codedir: var/db/code}
                  - {name: draining, handler: draining, codedir: var/db/draining}
                  - {name: absent, handler: absent, codedir: var/db/code}
                """.formatted(workspace.server(), LATE_MILLIS));
        FunctionJar.bundle("it.trouble")
                .function("gate", Gate.HANDLER)
                .function("stubborn", Gate.STUBBORN_HANDLER)
                .function("fails", "throw new IllegalStateException();")
                .build()
                .deploy(workspace.code("code"), "trouble.jar");
        draining("1.0.0");
        web = WebClient.of(RuntimeProcess.freePort());
        runtime = RuntimeProcess.in(directory)
                .environment("FUNCLET_HTTP", Integer.toString(web.port()))
                .start()
                .awaitPort(workspace.port())
                .awaitPort(web.port());
        workspace.awaitServing("gate", "stubborn", "fails", "draining");
        callers = Callers.of(workspace.port());
    }

    @AfterAll
    void stop() throws Exception {
        callers.close();
        try (RuntimeProcess process = runtime) {
            assertEquals(0, process.terminate());
        }
    }

    private void draining(String version) throws Exception {
        FunctionJar.bundle("it.draining")
                .version(version)
                .function("draining", Gate.HANDLER)
                .build()
                .deploy(workspace.code("draining"), "draining.jar");
    }

    private static Stream<JsonObject> all(JsonObject parent, String array) {
        JsonArray elements = parent.getAsJsonArray(array);
        return elements.asList().stream().map(each -> each.getAsJsonObject());
    }

    private JsonObject function(String name) throws Exception {
        return all(web.status(), "functions")
                .filter(each -> each.get("name").getAsString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void callsThatRunWaitOrAreRejected_areCountedEachByItself() throws Exception {
        List<Gate> gates = List.of(Gate.in(directory), Gate.in(directory), Gate.in(directory));
        List<Future<byte[]>> calls = new ArrayList<>();
        for (Gate gate : gates) {
            calls.add(callers.begin("narrow", gate.event(), Await.LONG));
            gates.get(0).awaitEntered();
        }
        for (int i = 0; i < 3; i++) {
            callers.failure("narrow", "");
        }

        MetricsText metrics = web.awaitMetric(3, "funclet_calls_rejected_total", "function=\"narrow\"");
        assertEquals(1, metrics.value("funclet_calls_running{function=\"narrow\"}"));
        assertEquals(2, metrics.value("funclet_calls_waiting{function=\"narrow\"}"));
        assertEquals(3, metrics.sum("funclet_calls_total", "narrow", "RESOURCE_EXHAUSTED", "overloaded"));
        JsonObject status = function("narrow");
        assertEquals(1, status.get("running").getAsInt());
        assertEquals(2, status.get("waiting").getAsInt());
        assertEquals(3, status.getAsJsonObject("failures").get("OVERLOADED").getAsInt());
        for (Gate gate : gates) {
            gate.open();
        }
        for (Future<byte[]> call : calls) {
            assertEquals("passed", Callers.payload(call));
        }
        web.awaitMetric(0, "funclet_calls_waiting");
    }

    @Test
    void callThatRunsOnAfterItsTime_isCounted_andItsDurationIsInSeconds() throws Exception {
        Gate gate = Gate.in(directory);
        callers.failure("stubborn", gate.event());
        web.awaitMetric(1, "funclet_calls_overtime_total", "function=\"stubborn\"");
        gate.open();
        gate.awaitLeft();
        MetricsText metrics = web.awaitMetric(1, "funclet_calls_overtime_total", "function=\"stubborn\"");

        double seconds = metrics.value("funclet_call_duration_seconds_sum{function=\"stubborn\"}");
        assertTrue(seconds >= LATE_MILLIS / 1e3 && seconds < 30, () -> seconds + " s");
        double bound = 0.000016384;
        for (; bound < 34; bound *= 2) {
            double within = metrics.value(
                    "funclet_call_duration_seconds_bucket{function=\"stubborn\",le=\"" + text(bound) + "\"}");
            assertEquals(seconds < bound ? 1 : 0, within, text(bound));
        }
    }

    /** As the format writes numbers. */
    private static String text(double number) {
        return Double.toString(number);
    }

    @Test
    void status_hasFailures_andWhyAFunctionIsAbsent() throws Exception {
        for (int i = 1; i <= 2; i++) {
            callers.failure("fails", "");
            web.awaitMetric(i, "funclet_calls_total", "function=\"fails\"", "UNKNOWN");
        }
        JsonObject fails = function("fails");
        assertEquals(2, fails.get("calls").getAsInt());
        assertEquals(2, fails.get("errors").getAsInt());
        assertEquals(2, fails.getAsJsonObject("failures").get("FUNCTION_FAILED").getAsInt());
        JsonObject absent = function("absent");
        assertEquals("", absent.get("version").getAsString());
        String why = absent.get("absence").getAsString();
        assertTrue(why.contains("absent"), why);

        String dom = dom();
        assertTrue(dom.contains("1 of 5 functions cannot be called"), dom);
        assertTrue(dom.contains("<b class=\"name\">absent</b> – " + why + "</li>"), dom);
        assertTrue(dom.contains("<p class=\"absence name\">" + why + "</p>"), dom);
        assertTrue(dom.contains("<dt>function failed</dt><dd>2</dd>"), dom);
    }

    @Test
    void versionThatCallsStillRunOn_isShownUntilTheyEnd() throws Exception {
        Gate gate = Gate.in(directory);
        Future<byte[]> call = callers.begin("draining", gate.event(), Await.LONG);
        gate.awaitEntered();
        draining("2.0.0");
        web.awaitMetric(1, "funclet_draining_calls");

        List<JsonObject> draining = new ArrayList<>();
        all(web.status(), "directories")
                .forEach(each -> draining.addAll(all(each, "draining").toList()));
        assertEquals(1, draining.size());
        assertEquals("1.0.0", draining.get(0).get("version").getAsString());
        assertEquals(1, draining.get(0).get("running").getAsInt());
        if (browser.isPresent()) {
            String dom = dom();
            assertTrue(dom.contains("<b class=\"name\">it.draining 1.0.0</b>"), dom);
            assertTrue(dom.contains(">1 running</span>"), dom);
        }
        gate.open();
        assertEquals("passed", Callers.payload(call));
        web.awaitMetric(0, "funclet_draining_versions");
    }

    /** The page in a browser, if there is one. */
    private String dom() throws Exception {
        Assumptions.assumeTrue(browser.isPresent(), "this machine has no browser");
        return browser.get().dom("http://127.0.0.1:" + web.port() + "/");
    }
}
