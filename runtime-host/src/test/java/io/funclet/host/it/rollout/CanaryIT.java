package io.funclet.host.it.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.grpc.StatusRuntimeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Updates that get a part of the calls first. */
@Embedded
class CanaryIT {

    private static final int TOPICS = 300;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.configured(site -> {
        StringBuilder functions = new StringBuilder();
        Map.of(
                        "topics", "{canary: 20%, observe: 1h}",
                        "devices", "{canary: 50%, observe: 1h, key: device}",
                        "bad", "{canary: 20%, observe: 60s}",
                        "rare", "{observe: 60s}",
                        "silent", "{observe: 1s}",
                        "steps", "{canary: 30%, observe: 1s}")
                .forEach((name, update) ->
                        functions.append("  - {name: %s, handler: %s, codedir: var/db/%s, update: %s}%n"
                                .formatted(name, name, name, update)));
        for (String name : List.of("topics", "devices", "bad", "rare", "silent", "steps")) {
            site.code(name);
        }
        site.workspace()
                .file(
                        "etc/baetyl/service.yml",
                        "name: test\n" + site.workspace().server()
                                + "logger: {path: var/log/service.log, level: debug}\nfunctions:\n"
                                + functions);
    });

    private static void put(String name, String version, String first) throws Exception {
        FunctionJar.bundle("it." + name)
                .version(version)
                .function(name, first + "return Payload.of(context.functionVersion());")
                .build()
                .deploy(site.code(name), "fn.jar");
        site.awaitLine(
                version.equals("1.0.0") ? "deployed " : "updated ", name + "/fn.jar (it." + name + " " + version);
    }

    private static String call(Generation generation, Message request) {
        byte[] response = site.callers().raw(generation.method(), request.toByteArray());
        return generation.payload(generation.parse(response)).toStringUtf8();
    }

    private static String callBy(String function, String topic) {
        Message request = Generation.G3.request(function, ByteString.EMPTY);
        return call(
                Generation.G3,
                request.toBuilder()
                        .setField(request.getDescriptorForType().findFieldByName("Topic"), topic)
                        .build());
    }

    private static Map<String, String> versionsByTopic() {
        Map<String, String> versions = new HashMap<>();
        for (int topic = 0; topic < TOPICS; topic++) {
            versions.put("room/" + topic, callBy("topics", "room/" + topic));
        }
        return versions;
    }

    private static long on(String version, Map<String, String> versions) {
        return versions.values().stream().filter(version::equals).count();
    }

    @Test
    void topics_stayWithOneVersion_andMoreOfThemFollow_whenTheOperatorSaysSo() throws Exception {
        put("topics", "1.0.0", "");
        put("topics", "1.0.1", "");

        Map<String, String> versions = versionsByTopic();

        long first = on("1.0.1", versions);
        assertTrue(first > TOPICS / 10 && first < TOPICS * 3 / 10, () -> first + " of " + TOPICS);
        assertEquals(TOPICS - first, on("1.0.0", versions));
        assertEquals(versions, versionsByTopic());

        assertEquals(2, site.operator().run("canary", "topics", "0%").status());
        Said more = site.operator().run("canary", "topics", "60%");
        assertTrue(more.status() == 0 && more.names("gets 60% of the calls"), more::toString);
        Map<String, String> then = versionsByTopic();
        long second = on("1.0.1", then);
        assertTrue(second > TOPICS / 2 && second < TOPICS * 7 / 10, () -> second + " of " + TOPICS);
        versions.forEach((topic, version) ->
                assertTrue(version.equals("1.0.0") || then.get(topic).equals("1.0.1"), topic));
        assertTrue(site.operator().run("ps").names("function topics, 60% on 1.0.1"));

        assertEquals(0, site.operator().run("promote", "topics").status());
        assertEquals(TOPICS, on("1.0.1", versionsByTopic()));
        Said none = site.operator().run("canary", "topics", "60%");
        assertTrue(none.status() == 1 && none.names("no new version of it is compared"), none::toString);
    }

    @Test
    void valuesOfAMetadataKey_stayWithOneVersion() throws Exception {
        put("devices", "1.0.0", "");
        put("devices", "1.0.1", "");
        Map<String, String> versions = new HashMap<>();
        for (int call = 0; call < 200; call++) {
            String device = "device-" + call % 40;
            io.funclet.proto.faas.Message request = ((io.funclet.proto.faas.Message)
                            Generation.G4.request("devices", ByteString.EMPTY))
                    .toBuilder()
                            .putMetadata("device", device)
                            .putMetadata("messageTopic", "room/" + call)
                            .build();
            String version = call(Generation.G4, request);
            assertEquals(version, versions.getOrDefault(device, version), device);
            versions.put(device, version);
        }
        assertTrue(on("1.0.0", versions) > 5 && on("1.0.1", versions) > 5, versions::toString);
    }

    @Test
    void badVersion_failsOnlyItsPartOfTheCalls_andIsTakenBack() throws Exception {
        put("bad", "1.0.0", "");
        put("bad", "1.0.1", RolloutLoad.FAILS);
        int calls = 0;
        int failed = 0;
        int good = 0;
        // As many good ones in a row as no part of 20% would let happen.
        while (good < 150) {
            calls++;
            try {
                assertEquals("1.0.0", site.callers().call("bad", ""));
                good++;
            } catch (StatusRuntimeException onPurpose) {
                assertTrue(onPurpose.getMessage().contains("on purpose"), onPurpose::getMessage);
                failed++;
                good = 0;
            }
        }
        assertTrue(failed >= 5 && failed < calls / 2, failed + " of " + calls);
        site.awaitLine("rejected bad/fn.jar (it.bad 1.0.1)", "was taken back");
    }

    @Test
    void versionWithoutCalls_stays_andTheLogDoesNotSayThatItHasProvedItself() throws Exception {
        put("silent", "1.0.0", "");
        put("silent", "1.0.1", "");

        site.awaitLine("it.silent 1.0.1", "has not been called, and stays unproved");
    }

    @Test
    void part_growsByItself_untilTheVersionHasProvedItself() throws Exception {
        put("steps", "1.0.0", "");
        put("steps", "1.0.1", "");
        site.awaitLine("it.steps 1.0.1", "gets 100% of the calls");
        assertEquals("1.0.1", site.callers().call("steps", ""));
        site.awaitLine("it.steps 1.0.1", "proved");
        assertEquals("1.0.1", site.callers().call("steps", ""));
    }

    /** With the calls that the old version has had before, chance may explain each difference: there have to be more of them. */
    @Test
    void versionThatFailsRarely_isTakenBack_alsoIfTheOneBeforeItHasHadFewCalls() throws Exception {
        try (RolloutLoad load = RolloutLoad.on(site, "rare")) {
            load.put("1.0.0", "");
            for (int call = 0; call < 100; call++) {
                assertTrue(site.callers().call("rare", " ".repeat(100)).startsWith("1.0.0"));
            }
            load.put(
                    "1.0.1",
                    "if (java.util.concurrent.ThreadLocalRandom.current().nextInt(15) == 0)"
                            + " throw new IllegalStateException(\"on purpose\");");
            site.awaitLine("updated rare/fn.jar (it.rare 1.0.1)");
            load.begin("1.0.1");
            site.awaitLine("it.rare 1.0.1", "the version before it gets half of the calls");
            site.awaitLine("rejected rare/fn.jar (it.rare 1.0.1)", "was taken back", "of its calls fail");
            load.traffic().awaitVersion("1.0.0");
            assertEquals(List.of(), load.traffic().failures());
        }
    }
}
