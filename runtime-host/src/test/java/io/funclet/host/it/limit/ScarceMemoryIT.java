package io.funclet.host.it.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** While little of the heap is free, an operator sees which functions of which tenants use it. */
class ScarceMemoryIT {

    private static final String FILL = """
            Runtime jvm = Runtime.getRuntime();
            List<byte[]> all = new ArrayList<>();
            while (jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory() > jvm.maxMemory() / 9) {
                all.add(new byte[100_000]);
            }
            """;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.serve()
            .withWeb()
            .with(start -> start.javaOption("-Xmx128m"))
            .before(site -> {
                site.workspace().file("funclet.yml", """
                        tenants:
                          - name: acme
                            directory: tenants/acme
                            control: {socket: acme.sock}
                            functions:
                              - {name: heat, handler: heat, concurrency: 1}
                          - {name: globex, directory: tenants/globex, control: {socket: globex.sock}}
                        """);
                for (String tenant : List.of("acme", "globex")) {
                    FunctionJar.bundle("it.heat")
                            .function("heat", FILL + "try {" + Gate.HANDLER + "} finally { all.clear(); }")
                            .function("collect", "System.gc(); return event;")
                            .build()
                            .deploy(Files.createDirectories(site.path().resolve("tenants/" + tenant)), "heat.jar");
                }
            });

    @Test
    void functionThatFillsTheHeap_isNamedToOperators_untilMemoryIsFreeAgain() throws Exception {
        Gate first = Gate.in(site.path());
        Gate second = Gate.in(site.path());
        site.callers().call("globex/collect", "");
        assertFalse(isTold(), "enough is free");
        assertEquals(0, site.web().metrics().sum("funclet_memory_scarce"));
        Future<byte[]> running = site.callers().begin("acme/heat", first.event(), Await.LONG);
        first.awaitEntered();
        Future<byte[]> waiting = site.callers().begin("acme/heat", second.event(), Await.LONG);
        Await.until(
                "acme/heat is named",
                Await.LONG,
                () -> use().has("waiting") && use().get("waiting").getAsInt() == 1,
                site::lines);

        JsonObject use = use();
        assertEquals("acme/heat", use.get("function").getAsString(), use::toString);
        assertEquals("acme", use.get("tenant").getAsString(), use::toString);
        assertEquals(1, use.get("running").getAsInt(), use::toString);
        assertTrue(use.get("waitingBytes").getAsLong() > 0, use::toString);
        Said ps = site.operator().run("ps");
        assertTrue(ps.names("little memory is free", "MEMORY OF", "acme/heat"), ps::toString);
        JsonObject shown = site.web().status().getAsJsonObject("memory");
        assertEquals(
                "acme/heat",
                shown.getAsJsonArray("uses")
                        .get(0)
                        .getAsJsonObject()
                        .get("function")
                        .getAsString());
        assertTrue(site.web().metrics().sum("funclet_memory_waiting_event_bytes", "tenant=\"acme\"") > 0, ps::toString);
        Said acme = site.operator()
                .run("ps", "--control", site.path().resolve("acme.sock").toString());
        assertTrue(acme.names("MEMORY OF", "acme/heat"), acme::toString);
        Said globex = site.operator()
                .run("ps", "--control", site.path().resolve("globex.sock").toString());
        assertTrue(globex.names("little memory is free, and no function runs or waits"), globex::toString);

        second.open();
        first.open();
        assertEquals("passed", Callers.payload(running));
        assertEquals("passed", Callers.payload(waiting));
        site.callers().call("globex/collect", "");
        Await.until("memory is free again", Await.LONG, () -> !isTold(), site::lines);
    }

    private static boolean isTold() throws Exception {
        return site.operator().ps().has("memory");
    }

    private static JsonObject use() throws Exception {
        JsonObject memory = site.operator().ps().getAsJsonObject("memory");
        return memory == null || memory.getAsJsonArray("uses").isEmpty()
                ? new JsonObject()
                : memory.getAsJsonArray("uses").get(0).getAsJsonObject();
    }
}
