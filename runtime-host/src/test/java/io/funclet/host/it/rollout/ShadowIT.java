package io.funclet.host.it.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Updates that get copies of calls before they get calls: how the responses compare, and what follows. */
@Embedded
@BeginsFirst
class ShadowIT {

    /** Longer than any test. */
    private static final String LONG = "{shadow: 100%, observe: 1h}";

    private static final Map<String, String> UPDATES = new TreeMap<>(Map.of(
            "differs", LONG,
            "json", LONG,
            "marked", LONG,
            "steps", "{shadow: 50%, observe: 1s}",
            "reloaded", LONG));

    @RegisterExtension
    static final RuntimeExtension site = ShadowedFunctions.site(UPDATES).withWeb();

    private static void put(String name, String version, String body) throws Exception {
        FunctionJar.bundle("it." + name)
                .version(version)
                .function(name, body)
                .build()
                .deploy(site.code(name), "fn.jar");
        boolean first = version.equals("1.0.0");
        site.awaitLine(first ? "deployed " : "updated ", name + "/fn.jar (it." + name + " " + version);
        // It begins just after that line. Short ones may be over.
        if (!first && UPDATES.get(name).equals(LONG)) {
            Await.until(
                    "a comparison", Await.LONG, () -> rollouts(name).findAny().isPresent(), site::lines);
        }
    }

    private static void call(String name, String response, int times) {
        for (int i = 0; i < times; i++) {
            assertEquals(response, site.callers().call(name, ""));
        }
    }

    /** Their figures, as soon as as many have been compared or dropped as were made. */
    private static JsonObject copies(String function, int made) throws Exception {
        JsonObject[] found = new JsonObject[1];
        Await.until(
                made + " copies",
                Await.LONG,
                () -> {
                    found[0] = copies(function);
                    return found[0].get("compared").getAsInt()
                                    + found[0].get("dropped").getAsInt()
                            == made;
                },
                () -> String.valueOf(found[0]));
        return found[0];
    }

    private static JsonObject copies(String function) {
        return rollouts(function).findFirst().orElseThrow().getAsJsonObject("copies");
    }

    private static Stream<JsonObject> rollouts(String function) {
        try {
            return site.operator().ps().getAsJsonArray("directories").asList().stream()
                    .flatMap(each -> each.getAsJsonObject().getAsJsonArray("rollouts").asList().stream())
                    .map(each -> each.getAsJsonObject())
                    .filter(each -> each.get("function").getAsString().equals(function));
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void callersGetTheOldResponses_andOperatorsSeeWhereTheNewOnesDiffer_butNoContent() throws Exception {
        put("differs", "1.0.0", "return Payload.of(\"secret one\");");
        put("differs", "1.0.1", "return Payload.of(\"secret two\");");

        call("differs", "secret one", 50);

        JsonObject copies = copies("differs", 50);
        assertEquals(copies.get("compared").getAsInt(), copies.get("different").getAsInt(), copies::toString);
        assertTrue(
                copies.get("example").getAsString().endsWith("10 bytes in place of 10, other from byte 7 on"),
                copies::toString);
        assertEquals(
                copies.get("different").getAsInt(),
                site.web().metrics().sum("funclet_rollout_copies", "function=\"differs\"", "reply=\"different\""));
        Said ps = site.operator().run("ps");
        assertTrue(ps.names("function differs, copies of 100% on 1.0.1", "replies differ"), ps::toString);
        assertFalse(ps.names("secret"), ps::toString);

        assertEquals(0, site.operator().run("canary", "differs", "100%").status());
        call("differs", "secret two", 1);
        Said again = site.operator().run("canary", "differs", "100%", "--shadow");
        assertTrue(again.names("gets copies of 100% of the calls"), again::toString);
        call("differs", "secret one", 1);
        copies("differs", 1);
        assertTrue(site.lines().stream().noneMatch(line -> line.contains("secret")));
        site.operator().explain("differs/fn.jar", "copies of calls have another reply");
    }

    @Test
    void sameJsonObjectInAnotherOrder_isNoDifference() throws Exception {
        put("json", "1.0.0", "return Payload.of(\"{\\\"a\\\": 1, \\\"b\\\": [2]}\");");
        put("json", "1.0.1", "return Payload.of(\"{\\\"b\\\":[2],\\\"a\\\":1}\");");

        call("json", "{\"a\": 1, \"b\": [2]}", 20);

        assertEquals(0, copies("json", 20).get("different").getAsInt());
    }

    @Test
    void functionSeesThatACallIsACopy_andOneThatFailsIsTheRuntimesAlone() throws Exception {
        String body = """
                if (context.metadata().containsKey("funclet.shadow")) {
                    throw new IllegalStateException("name " + context.functionName());
                }
                return Payload.of(context.functionVersion());
                """;
        put("marked", "1.0.0", body);
        put("marked", "1.0.1", body);

        call("marked", "1.0.0", 1);

        site.awaitLine("function marked (copy of a call) failed: IllegalStateException: name marked");
        assertTrue(copies("marked", 1)
                .get("example")
                .getAsString()
                .endsWith("the old version responds, and the new one throws an exception"));
        JsonObject function = site.operator().ps().getAsJsonArray("functions").asList().stream()
                .map(each -> each.getAsJsonObject())
                .filter(each -> each.get("name").getAsString().equals("marked"))
                .findFirst()
                .orElseThrow();
        assertEquals(0, function.get("errors").getAsInt(), function::toString);
    }

    @Test
    void versionThatIsAsGood_getsTheCallsAfterwards_andProvesItselfByThem() throws Exception {
        put("steps", "1.0.0", "return Payload.of(context.functionVersion());");
        put("steps", "1.0.1", "return Payload.of(context.functionVersion());");
        call("steps", "1.0.0", 1);
        site.awaitLine("it.steps 1.0.1", "gets 100% of the calls", "copies of calls have another reply");
        call("steps", "1.0.1", 1);
        site.awaitLine("it.steps 1.0.1", "has proved itself");
        call("steps", "1.0.1", 1);
    }

    @Test
    void changedTime_countsForTheNextUpdate_afterAReload() throws Exception {
        put("reloaded", "1.0.0", "return Payload.of(context.functionVersion());");
        Map<String, String> changed = new TreeMap<>(UPDATES);
        changed.put("reloaded", "{observe: 1s}");
        ShadowedFunctions.configure(site.workspace(), changed);

        Said said = site.operator().run("reload");

        assertTrue(said.names("changed functions.reloaded.update, for new updates"), said::toString);
        put("reloaded", "1.0.1", "return Payload.of(context.functionVersion());");
        site.awaitLine("it.reloaded 1.0.1", "has not been called, and stays unproved");
    }
}
