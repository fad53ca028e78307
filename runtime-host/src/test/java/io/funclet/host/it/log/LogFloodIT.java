package io.funclet.host.it.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions that flood the log, beside one whose lines all arrive. The log is JSON, and each of its lines is read. */
@BeginsFirst
class LogFloodIT {

    private static final FunctionJar FUNCTIONS = FunctionJar.bundle("it.logflood")
            .version("1.0.0")
            .function("repeats", """
                    for (int i = 0; i < Integer.parseInt(event.text()); i++) {
                        System.out.println("the same");
                    }
                    return event;
                    """)
            .function("chatters", """
                    org.slf4j.Logger log = org.slf4j.LoggerFactory.getLogger("it.chatters");
                    for (int i = 0; i < Integer.parseInt(event.text()); i++) {
                        log.info("different line {} {}", i, "x".repeat(100));
                    }
                    return event;
                    """)
            .function("speaks", """
                    System.out.println("well: " + event.text());
                    return event;
                    """)
            .function("fails", "throw new IllegalStateException(\"no room \" + event.text());")
            .function("complains", """
                    java.util.logging.Logger log = java.util.logging.Logger.getLogger("it.complains");
                    for (int i = 0; i < Integer.parseInt(event.text()); i++) {
                        log.log(java.util.logging.Level.SEVERE, "valve " + i, new IllegalStateException("no " + i));
                    }
                    return event;
                    """)
            .function("odd", """
                    java.util.logging.Logger log = java.util.logging.Logger.getLogger("it.odd");
                    StringBuilder all = new StringBuilder("odd: ");
                    for (char c = 0; c < 0x3000; c++) {
                        all.append(c);
                    }
                    all.append('\\ud800');
                    System.out.println(all);
                    log.info(all.toString());
                    Thread.currentThread().setName(all.toString());
                    log.severe("x".repeat(1 << 20));
                    System.out.println("y".repeat(1 << 20));
                    throw new IllegalStateException(all.toString(), new Error("z".repeat(1 << 20)));
                    """)
            .function("cursed", """
                    throw new RuntimeException() {
                        @Override public String getMessage() { throw new AssertionError("no message"); }
                        @Override public Throwable getCause() { return new Exception(this); }
                    };
                    """)
            .build();

    @TempDir
    private Path directory;

    private Workspace workspace;
    private RuntimeProcess runtime;
    private Callers callers;

    @BeforeEach
    void start() throws Exception {
        workspace = Workspace.in(directory);
        StringBuilder yaml = new StringBuilder("name: test\n")
                .append(workspace.server())
                .append("logger: {path: var/log/service.log, level: info, format: json}\nfunctions:\n");
        for (String name : new String[] {"repeats", "chatters", "speaks", "fails", "complains", "odd", "cursed"}) {
            yaml.append("  - {name: " + name + ", handler: " + name + ", codedir: var/db/code}\n");
        }
        workspace.file("etc/baetyl/service.yml", yaml.toString());
        FUNCTIONS.deploy(workspace.code("code"), "logflood.jar");
        runtime = workspace.start();
        callers = Callers.of(workspace.port());
    }

    @AfterEach
    void stop() {
        callers.close();
        runtime.close();
    }

    private List<JsonObject> log() throws Exception {
        return workspace.log().lines().stream().map(LogFloodIT::json).toList();
    }

    private static JsonObject json(String line) {
        JsonReader reader = new JsonReader(new StringReader(line));
        reader.setStrictness(Strictness.STRICT);
        return JsonParser.parseReader(reader).getAsJsonObject();
    }

    private static String message(JsonObject line) {
        return line.get("message").getAsString();
    }

    /** Those of its calls, without what is said of its deployment. */
    private List<JsonObject> linesOf(String function) throws Exception {
        return log().stream()
                .filter(line -> line.has("function")
                        && line.get("function").getAsString().equals(function)
                        && !line.get("logger").getAsString().startsWith("io.funclet.host.deploy."))
                .toList();
    }

    /** Of how many lines a line tells: of as many as its summary says, or of itself. */
    private static long number(String summary, JsonObject line) {
        String text = message(line);
        return text.contains(summary) ? Long.parseLong(text.replaceAll("^\\D*(\\d+) .*", "$1")) : 1;
    }

    @Test
    void identicalLines_areFolded_andToldOfWithoutAFurtherLine() throws Exception {
        callers.call("repeats", "5000");

        workspace.log().await("repeated 4980 times in the last ");

        List<JsonObject> lines = linesOf("repeats");
        assertEquals(21, lines.size(), lines::toString);
        assertTrue(message(lines.get(20)).endsWith(" s: the same"), lines::toString);
        assertEquals("1.0.0", lines.get(20).get("version").getAsString());
        assertFalse(lines.get(20).has("invokeId"));
    }

    @Test
    void floods_takeNothingFromTheWellBehaved() throws Exception {
        Future<byte[]> repeats = callers.begin("repeats", "200000", Await.LONG);
        Future<byte[]> chatters = callers.begin("chatters", "30000", Await.LONG);
        for (int i = 0; i < 300; i++) {
            callers.call("speaks", Integer.toString(i));
        }
        Callers.payload(repeats);
        Callers.payload(chatters);
        callers.disconnect();
        assertEquals(0, runtime.terminate());

        assertEquals(
                IntStream.range(0, 300).mapToObj(i -> "well: " + i).sorted().toList(),
                linesOf("speaks").stream().map(LogFloodIT::message).sorted().toList());
        assertEquals(
                200_000,
                linesOf("repeats").stream()
                        .mapToLong(line -> number("repeated ", line))
                        .sum());
        List<JsonObject> different = linesOf("chatters");
        assertEquals(
                30_000,
                different.stream()
                        .mapToLong(line -> number(" lines left out in the last ", line))
                        .sum());
        assertTrue(different.size() < 15_000, () -> different.size() + " lines");
        assertEquals("service starting", message(log().get(0)));
        assertEquals("service closed", message(log().get(log().size() - 1)));
    }

    @Test
    void exception_hasItsStackOnce_thenALineForEachCall() throws Exception {
        for (int i = 1; i <= 5; i++) {
            Callers.failure(() -> callers.call("fails", "A"));
            // The answer goes before the line, which the next call's could overtake.
            workspace.log().await(i == 1 ? "\"exception\":" : "\"times\":\"" + i + "\"");
        }
        List<JsonObject> lines = linesOf("fails");
        assertEquals(5, lines.size(), lines::toString);
        assertTrue(lines.get(0).get("exception").getAsString().contains("Function_fails.handle"), lines::toString);
        for (int i = 1; i < 5; i++) {
            assertFalse(lines.get(i).has("exception"), lines::toString);
            assertEquals(i + 1, lines.get(i).get("times").getAsInt());
            assertEquals(lines.get(0).get("time"), lines.get(i).get("stackAt"));
            assertEquals("function fails failed: IllegalStateException: no room A", message(lines.get(i)));
        }
    }

    @Test
    void floodOfAnException_isFolded_whateverTheMessages() throws Exception {
        callers.call("complains", "2000");
        workspace.log().await("repeated ");
        List<JsonObject> lines = linesOf("complains");

        assertEquals(
                2000,
                lines.stream().mapToLong(line -> number("repeated ", line)).sum());
        assertEquals(1, lines.stream().filter(line -> line.has("exception")).count());
        assertTrue(lines.size() < 100, () -> lines.size() + " lines");
        JsonObject summary = lines.get(lines.size() - 1);
        assertEquals("2000", summary.get("times").getAsString());
        assertEquals(lines.get(0).get("time"), summary.get("stackAt"));
    }

    @Test
    void whateverAFunctionSays_eachLineIsJson_andBounded() throws Exception {
        Callers.failure(() -> callers.call("odd", ""));
        Callers.failure(() -> callers.call("cursed", ""));
        workspace.log().await("it cannot be printed: java.lang.AssertionError");
        callers.call("speaks", "after");
        callers.disconnect();
        assertEquals(0, runtime.terminate());

        List<JsonObject> odd = linesOf("odd");
        assertEquals(
                2,
                odd.stream()
                        .filter(line -> message(line).startsWith("odd: \u0000\u0001"))
                        .count());
        assertTrue(odd.stream().anyMatch(line -> message(line).endsWith("more characters)")));
        assertTrue(odd.stream().anyMatch(line -> message(line).endsWith("more bytes of this line)")));
        assertTrue(odd.stream()
                .anyMatch(line -> line.has("exception")
                        && line.get("exception").getAsString().endsWith("... (the rest is left out)")));
        for (String line : workspace.log().lines()) {
            assertTrue(line.length() < 8 * 64 * 1024, () -> line.length() + " characters");
        }
        assertEquals("well: after", message(linesOf("speaks").get(0)));
    }
}
