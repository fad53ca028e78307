package io.funclet.host.it.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.proto.baetyl.FunctionMessage;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the runtime itself says about a call or a version has its fields, on whatever thread it is said. */
@TestInstance(Lifecycle.PER_CLASS)
@Embedded
class MarkedLinesIT {

    /** Shorter than any call here may take, longer than its way to the function. */
    private static final Duration SOON = Duration.ofSeconds(2);

    @RegisterExtension
    final RuntimeExtension site = RuntimeExtension.configured(site -> {
                StringBuilder yaml = new StringBuilder("name: test\n")
                        .append(site.workspace().server())
                        .append("logger: {path: var/log/service.log, level: debug, format: json}\nfunctions:\n");
                for (String name : List.of("stubborn", "quick", "replaced")) {
                    yaml.append("  - {name: ")
                            .append(name)
                            .append("-1, handler: ")
                            .append(name);
                    yaml.append(", codedir: var/db/").append(name).append("}\n");
                    site.code(name);
                }
                site.workspace().file("etc/baetyl/service.yml", yaml.toString());
            })
            .environment("FUNCLET_DRAIN_TIMEOUT", "500ms");

    private void deploy(String name, String version, FunctionSource source) throws Exception {
        FunctionJar.bundle("it.marked").version(version).source(source).build().deploy(site.code(name), "fn.jar");
    }

    private void begin(String function, String invokeId, String event, Duration deadline) {
        byte[] request = FunctionMessage.newBuilder()
                .setFunctionName(function)
                .setFunctionInvokeID(invokeId)
                .setPayload(ByteString.copyFromUtf8(event))
                .build()
                .toByteArray();
        site.callers().begin(Generation.G3.method(), request, Callers.within(deadline));
    }

    /** Waits for the line, and checks whose it is; without an id it belongs to no call. */
    private void assertMarked(String text, String function, String version, String invokeId) throws Exception {
        JsonObject line = JsonParser.parseString(site.log().awaitAll(text)).getAsJsonObject();
        List<String> marks = Stream.of("function", "version", "invokeId")
                .map(key -> line.has(key) ? line.get(key).getAsString() : "")
                .toList();
        assertEquals(List.of(function, version, invokeId), marks, line::toString);
    }

    @Test
    void callThatIgnoresItsInterruption_isNamedWithItsId() throws Exception {
        Gate gate = Gate.in(site.path());
        deploy("stubborn", "1.0.0", FunctionSource.handler("it.marked", "stubborn", Gate.STUBBORN_HANDLER));

        begin("stubborn-1", "call-1", gate.event(), SOON);

        assertMarked("ignores interruption", "stubborn-1", "1.0.0", "call-1");
        gate.open();
    }

    @Test
    void callThatKeepsTheEventLoop_isNamedWithItsId() throws Exception {
        FunctionSource plain = FunctionSource.handler("it.marked", "quick", """
                boolean worker = Thread.currentThread().getName().startsWith("call-");
                if (!worker && event.text().equals("stay")) {
                    new java.util.concurrent.CountDownLatch(1).await(1, java.util.concurrent.TimeUnit.SECONDS);
                }
                return Payload.of(worker ? "worker" : "event loop");
                """);
        deploy(
                "quick",
                "1.0.0",
                new FunctionSource(
                        plain.className(), plain.text().replace("@Component\n", "@Component\n@Nonblocking\n")));
        Await.until(
                "it runs on the event loop",
                Await.LONG,
                () -> site.callers().call("quick-1", "").equals("event loop"),
                () -> site.callers().call("quick-1", ""));

        begin("quick-1", "call-2", "stay", Await.LONG);

        assertMarked("says that it never blocks", "quick-1", "1.0.0", "call-2");
    }

    @Test
    void versionOnItsWayOut_isNamedByItsFunction_andTheCallThatItEndsByItsId() throws Exception {
        Gate gate = Gate.in(site.path());
        deploy("replaced", "1.0.0", FunctionSource.handler("it.marked", "replaced", Gate.HANDLER));
        begin("replaced-1", "call-3", gate.event(), Await.LONG);
        gate.awaitEntered();

        deploy("replaced", "2.0.0", FunctionSource.component("it.marked", "replaced", """
                @Deactivate
                public void end() {
                    System.out.println("says good bye");
                }

                @Override
                public Payload handle(Payload event, CallContext context) {
                    return event;
                }
                """));

        assertMarked("has been replaced, and this call did not end", "replaced-1", "1.0.0", "call-3");
        assertMarked("serving replaced 1.0.0", "replaced-1", "1.0.0", "");
        assertMarked("deployed replaced/fn.jar", "replaced", "1.0.0", "");
        assertMarked("serving replaced 2.0.0", "replaced-1", "2.0.0", "");
        assertMarked("updated replaced/fn.jar", "replaced", "2.0.0", "");
        assertMarked("draining it.marked 1.0.0 (replaced/fn.jar)", "replaced", "1.0.0", "");
        assertMarked("is removed although it did not end within", "replaced", "1.0.0", "");

        Files.delete(site.code("replaced").resolve("fn.jar"));

        assertMarked("says good bye", "replaced", "2.0.0", "");
    }
}
