package io.funclet.host.it.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.WebClient;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.RuntimeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The status page, with functions and files whose names would like to be more than names. In a real browser where there is
 * one ({@code chromium} or {@code google-chrome} on the {@code PATH}); its JSON and its HTML everywhere.
 */
@TestInstance(Lifecycle.PER_CLASS)
class StatusPageIT {

    private static final String HOSTILE = "<img src=x onerror=document.title='owned'>";

    private final List<Browser> browsers = new ArrayList<>();

    private Path code;
    private int port;
    private WebClient web;
    private RuntimeProcess runtime;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        code = Files.createDirectory(directory.resolve("code"));
        port = RuntimeProcess.freePort();
        web = WebClient.of(RuntimeProcess.freePort());
        FunctionJar.bundle("it.good")
                .version("1.2.3")
                .function("good", "return event;")
                .build()
                .deploy(code, "good.jar");
        FunctionJar.bundle("it.hostile")
                .source(FunctionSource.component("it.hostile", HOSTILE, """
                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            return event;
                        }"""))
                .build()
                .deploy(code, "hostile.jar");
        FunctionJar.of("it.half", "half", "return event;").truncated(200).deploy(code, HOSTILE + ".jar");
        runtime = RuntimeProcess.in(directory)
                .environment("FUNCLET_HTTP", "localhost:" + web.port())
                .start("serve", code.toString(), "--address", "127.0.0.1:" + port)
                .awaitPort(web.port());
        try (Callers callers = Callers.of(port)) {
            callers.call("good", "x");
        }
        Browser.find(directory).ifPresent(browsers::add);
        web.awaitMetric(1, "funclet_updates_total", "rejected");
        web.awaitMetric(2, "funclet_function_serving");
    }

    @AfterAll
    void stop() throws Exception {
        try (RuntimeProcess process = runtime) {
            assertEquals(0, process.terminate());
        }
    }

    private Browser browser() {
        Assumptions.assumeFalse(browsers.isEmpty(), "this machine has no browser");
        return browsers.get(0);
    }

    private static JsonObject named(JsonObject parent, String array, String key, String value) {
        Optional<JsonElement> found = StreamSupport.stream(
                        parent.getAsJsonArray(array).spliterator(), false)
                .filter(each -> each.getAsJsonObject().get(key).getAsString().equals(value))
                .findFirst();
        return found.orElseThrow(() -> new AssertionError("no " + value + " in " + parent))
                .getAsJsonObject();
    }

    @Test
    void json_hasWhatThePageShows() throws Exception {
        JsonObject status = web.status();

        assertEquals(runtime.pid(), status.get("pid").getAsLong());
        JsonObject good = named(status, "functions", "name", "good");
        assertEquals("1.2.3", good.get("version").getAsString());
        assertEquals(1, good.get("calls").getAsLong());
        assertEquals(1, good.getAsJsonArray("latency").size());
        assertEquals(
                "1.2.3",
                good.getAsJsonArray("versions")
                        .get(0)
                        .getAsJsonObject()
                        .get("version")
                        .getAsString());
        assertEquals(1, good.getAsJsonObject("costs").get("eventBytes").getAsLong());
        named(status, "functions", "name", HOSTILE);
        JsonObject directory = status.getAsJsonArray("directories").get(0).getAsJsonObject();
        assertEquals(
                "SERVING",
                named(directory, "files", "file", "good.jar").get("state").getAsString());
        JsonObject rejected = named(status, "history", "outcome", "REJECTED");
        assertTrue(rejected.get("reason").getAsString().contains("zip"), rejected::toString);
        assertTrue(rejected.get("tookSeconds").getAsDouble() > 0);
    }

    @Test
    void names_areTextInABrowser_andTheScriptRuns() throws Exception {
        String dom = browser().dom("http://127.0.0.1:" + web.port() + "/");

        assertTrue(dom.contains("<title>funclet · Funclet</title>"), dom);
        assertTrue(dom.contains(">good</h3>"), dom);
        assertTrue(dom.contains(">1.2.3</span>"), dom);
        assertTrue(dom.contains("&lt;img src=x onerror=document.title='owned'&gt;</h3>"), dom);
        assertTrue(dom.contains("All functions serve, but a jar is not taken"), dom);
        assertFalse(dom.contains("<img"), dom);
        assertTrue(dom.contains(">Live</span>"), dom);
        assertTrue(dom.contains("aria-label=\"99th percentile of latency"), dom);
        // There is no rate before the page has asked again.
        assertTrue(dom.contains("aria-label=\"Calls per second, last two minutes: now 0/s\""), dom);
    }

    @Test
    void pictures_canBeMade() throws Exception {
        Path pictures = Files.createDirectories(Path.of("target/pictures").toAbsolutePath());
        Browser browser = browser();
        for (int width : List.of(1280, 500)) {
            Path file = browser.picture(
                    "http://127.0.0.1:" + web.port() + "/", width, 1200, pictures.resolve("status-" + width + ".png"));
            assertTrue(Files.size(file) > 10_000, file::toString);
        }
    }
}
