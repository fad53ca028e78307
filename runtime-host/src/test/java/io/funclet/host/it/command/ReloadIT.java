package io.funclet.host.it.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.grpc.Status.Code;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code funclet reload}: a changed configuration comes into force in a running process, as a whole or not at all. */
@Embedded
class ReloadIT {

    private static final String NEIGHBOUR = "{name: neighbour, handler: neighbour, codedir: var/db/neighbour}";
    private static final String ONE = "{name: one, handler: one, codedir: var/db/one}";
    private static final String GATE = "{name: gate, handler: gate, codedir: var/db/gate}";
    private static final String WHO = "return Payload.of(context.env().getOrDefault(\"who\", \"?\"));";

    @RegisterExtension
    final RuntimeExtension site = RuntimeExtension.configured(
                    site -> configure(site, "level: debug", "timeout: 30s", NEIGHBOUR, ONE, GATE))
            .before(site -> {
                site.deploy(FunctionJar.bundle("it.one").function("one", WHO), "one", "one.jar");
                site.deploy(FunctionJar.bundle("it.gate").function("gate", Gate.HANDLER), "gate", "gate.jar");
                site.deploy(FunctionJar.bundle("it.two").function("two", WHO), "two", "two.jar");
            })
            .withWeb()
            .neighbours(Generation.G3);

    private static void configure(RuntimeExtension site, String logger, String server, String... functions)
            throws IOException {
        site.workspace()
                .file(
                        "etc/baetyl/service.yml",
                        "name: test\n" + site.workspace().server(server) + "logger: {path: var/log/service.log, "
                                + logger + "}\nfunctions:\n  - " + String.join("\n  - ", functions) + "\n");
    }

    private Said reload() throws Exception {
        Said said = site.operator().run("reload");
        assertEquals(0, said.status(), said::toString);
        return said;
    }

    private double reloadIsSuccessful() throws Exception {
        return site.web().metrics().value("funclet_config_last_reload_successful");
    }

    /** The calls of the neighbour go on, and each succeeds. */
    @Test
    void functionsComeAndGo_withTheirDirectories_andNoCallIsLost() throws Exception {
        site.awaitServing("one", "gate");
        Gate gate = Gate.in(site.path());
        Future<byte[]> running = site.callers().begin("gate", gate.event(), Await.LONG);
        gate.awaitEntered();
        assertEquals(Code.NOT_FOUND, site.callers().failure("two", "").getCode());

        String two = "{name: two, handler: two, codedir: var/db/two, env: {who: second}}";
        configure(
                site, "level: debug", "timeout: 30s", NEIGHBOUR, two, "{name: uno, handler: one, codedir: var/db/one}");
        Said said = reload();

        assertTrue(
                said.names(
                        "added functions.two",
                        "added functions.uno",
                        "removed functions.one",
                        "removed functions.gate",
                        "unchanged functions: neighbour"),
                said::toString);
        assertEquals("second", site.callers().call("two", ""));
        assertEquals("?", site.callers().call("uno", ""));
        assertEquals(Code.NOT_FOUND, site.callers().failure("one", "").getCode());
        assertEquals(Code.NOT_FOUND, site.callers().failure("gate", "").getCode());
        assertEquals(0, site.log().count("function gate is removed"));
        gate.open();
        assertEquals("passed", Callers.payload(running));
        site.log().await("function gate is removed: it is not configured any more");
        site.log().awaitAll("removed", "gate/gate.jar");

        site.deploy(
                FunctionJar.bundle("it.two").function("two", "return event;").version("2.0.0"), "two", "two.jar");
        site.awaitAnswer("two", "", "second");
        configure(site, "level: debug", "timeout: 30s", NEIGHBOUR, ONE, GATE);
        reload();
        assertEquals("?", site.callers().call("one", ""));
        Said ps = site.operator().run("ps");
        assertTrue(ps.names("configuration of ", "neighbour", "one", "gate", "gate.jar"), ps::toString);
    }

    @Test
    void otherHandlerOrDirectory_isWaitedFor() throws Exception {
        site.awaitServing("one");
        configure(
                site,
                "level: debug",
                "timeout: 30s",
                NEIGHBOUR,
                GATE,
                ONE.replace("var/db/one", "var/db/two").replace("handler: one", "handler: two"));

        assertTrue(reload().names("changed functions.one.handler", "changed functions.one.codedir"));

        assertEquals("?", site.callers().call("one", ""));
        assertTrue(site.operator().run("ps").names("one", "two.jar"));
    }

    @Test
    void limitsEnvironmentAndLevel_countFromNowOn() throws Exception {
        site.awaitServing("one", "gate");
        assertEquals("?", site.callers().call("one", ""));
        Gate slow = Gate.in(site.path());

        configure(
                site,
                "level: error",
                "timeout: 20s",
                NEIGHBOUR,
                ONE.replace("}", ", env: {who: me}}"),
                GATE.replace("}", ", timeout: 100ms, concurrency: 1, queue: 3}"));
        Said said = reload();

        assertTrue(
                said.names(
                        "changed server.timeout, for new calls",
                        "changed functions.one.env, for new calls",
                        "changed functions.gate.timeout",
                        "changed functions.gate.concurrency",
                        "changed functions.gate.queue",
                        "changed logger.level"),
                said::toString);
        assertEquals("me", site.callers().call("one", ""));
        assertEquals(
                Code.DEADLINE_EXCEEDED,
                site.callers().failure("gate", slow.event()).getCode());
        long lines = site.log().lines().size();
        site.deploy(
                FunctionJar.bundle("it.one").function("one", "return event;").version("2.0.0"), "one", "one.jar");
        site.awaitAnswer("one", "", "me");
        assertEquals(lines, site.log().lines().size(), () -> String.join("\n", site.lines()));
    }

    @Test
    void wrongConfiguration_changesNothing_andIsToldWithItsLine() throws Exception {
        site.awaitServing("one");
        configure(site, "level: loud", "timeout: 30s", NEIGHBOUR, ONE.replace("}", ", env: {who: me}}"), "{name: two}");

        Said said = site.operator().run("reload");

        assertEquals(1, said.status());
        assertTrue(said.err().contains("nothing has changed: etc/baetyl/service.yml: "), said::err);
        assertTrue(said.err().contains("line 3: logger.level: \"loud\""), said::err);
        assertTrue(said.err().contains("functions[2].handler"), said::err);
        assertEquals(0, reloadIsSuccessful());
        assertTrue(site.operator().run("ps").names(", the last reload has failed"));
        assertEquals("?", site.callers().call("one", ""));
        site.log().awaitAll("WARN", "is not reloaded, nothing has changed: ", "logger.level");

        configure(site, "level: debug", "timeout: 30s", NEIGHBOUR, ONE, GATE);
        assertTrue(reload().names("nothing has changed", "unchanged functions: neighbour, one, gate"));
        assertEquals(1, reloadIsSuccessful());
        assertFalse(site.operator().run("ps").out().contains("failed"));
    }

    @Test
    void whatNeedsARestart_isSaidEachTime_andTheRestIsInForce() throws Exception {
        configure(
                site,
                "level: debug, format: json",
                "timeout: 30s, message: {length: {max: 1m}}",
                NEIGHBOUR,
                ONE.replace("}", ", env: {who: me}}"),
                GATE);

        Said said = reload();

        assertTrue(
                said.names(
                        "server.message.length.max needs a restart",
                        "changed functions.one.env",
                        "logger.format needs a restart"),
                said::toString);
        assertEquals("me", site.callers().call("one", ""));
        site.log().awaitAll("WARN", "this needs a restart: server.message.length.max, logger.format");
        said = reload();
        assertTrue(said.names("server.message.length.max needs a restart", "unchanged functions: "), said::toString);
        assertTrue(!said.out().contains("env"), said::toString);
    }

    @Test
    void reloadsAtOnce_comeOneAfterTheOther() throws Exception {
        site.awaitServing("one");
        CompletableFuture<?>[] reloads = new CompletableFuture<?>[4];
        for (int i = 0; i < reloads.length; i++) {
            configure(site, "level: debug", "timeout: " + (10 + i) + "s", NEIGHBOUR, ONE, GATE);
            reloads[i] = CompletableFuture.runAsync(() -> {
                try {
                    reload();
                } catch (Exception failure) {
                    throw new IllegalStateException(failure);
                }
            });
        }
        CompletableFuture.allOf(reloads).join();

        reload();
        assertTrue(reload().names("nothing has changed"));
        assertEquals("?", site.callers().call("one", ""));
    }
}
