package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonObject;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Functions that block, are flooded, or do not end, beside one that behaves well, in the whole process. */
@TestInstance(Lifecycle.PER_CLASS)
@Embedded
class LimitsIT {

    private static final String ECHO = "return event;";

    @RegisterExtension
    final RuntimeExtension site = RuntimeExtension.configured(site -> {
                site.workspace().file("etc/baetyl/service.yml", """
                name: test
                %slogger: {path: var/log/service.log, level: debug}
                functions:
                  - {name: well, handler: well, codedir: var/db/code}
                  - {name: hog, handler: gate, codedir: var/db/code}
                  - {name: narrow, handler: gate, codedir: var/db/code, concurrency: 1, queue: 2}
                  - {name: short, handler: gate, codedir: var/db/code, timeout: 300ms}
                  - {name: stubborn, handler: stubborn, codedir: var/db/code, timeout: 300ms, concurrency: 1}
                  - {name: updated, handler: updated, codedir: var/db/updated, concurrency: 1}
                  - {name: absent, handler: absent, codedir: var/db/code, concurrency: 1, queue: 1}
                """.formatted(
                                site.workspace().server("workers: {max: 8}")));
                FunctionJar.bundle("it.limits")
                        .version("1.0.0")
                        .function("well", ECHO)
                        .function("gate", Gate.HANDLER)
                        .function("stubborn", Gate.STUBBORN_HANDLER)
                        .build()
                        .deploy(site.code("code"), "limits.jar");
                updated("1.0.0", Gate.HANDLER);
            })
            .after(site -> {
                site.awaitServing("well", "gate", "stubborn", "updated");
                // Once there is a connection, it keeps the order of calls.
                assertEquals("connected", site.callers().call("well", "connected"));
            });

    private void updated(String version, String body) throws Exception {
        FunctionJar.bundle("it.updated")
                .version(version)
                .function("updated", body)
                .build()
                .deploy(site.code("updated"), "updated.jar");
    }

    private JsonObject status(String function) throws Exception {
        return site.operator().ps().getAsJsonArray("functions").asList().stream()
                .map(each -> each.getAsJsonObject())
                .filter(each -> each.get("name").getAsString().equals(function))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void floodOfAFunctionThatBlocks_leavesItsNeighbourItsWorkers() throws Exception {
        Gate first = Gate.in(site.path());
        List<Gate> gates = new ArrayList<>(List.of(first));
        List<Future<byte[]>> calls = new ArrayList<>(List.of(site.callers().begin("hog", first.event(), Await.LONG)));
        first.awaitEntered();
        for (int i = 0; i < 60; i++) {
            gates.add(Gate.in(site.path()));
            calls.add(site.callers().begin("hog", gates.get(gates.size() - 1).event(), Await.LONG));
        }

        for (int i = 0; i < 50; i++) {
            assertEquals(
                    "event " + i, site.callers().call(Generation.G3, "well", "event " + i, Duration.ofSeconds(10)));
        }

        assertFalse(calls.stream().anyMatch(Future::isDone));
        for (Gate gate : gates) {
            gate.open();
        }
        for (Future<byte[]> call : calls) {
            assertEquals("passed", Callers.payload(call));
        }
    }

    @Test
    void callsBeyondConcurrencyAndQueue_areRejectedAtOnce_andOneThatIsCancelledMakesRoom() throws Exception {
        Gate running = Gate.in(site.path());
        Gate waiting = Gate.in(site.path());
        Gate cancelled = Gate.in(site.path());
        Future<byte[]> first = site.callers().begin("narrow", running.event(), Await.LONG);
        running.awaitEntered();
        Future<byte[]> second = site.callers().begin("narrow", waiting.event(), Await.LONG);
        Future<byte[]> third = site.callers().begin("narrow", cancelled.event(), Await.LONG);

        Status rejected = site.callers().failure("narrow", "");

        assertEquals(Code.RESOURCE_EXHAUSTED, rejected.getCode(), rejected::toString);
        assertEquals(
                "more than 3 calls of function narrow at once, as its concurrency of 1 and its queue of 2 allow",
                rejected.getDescription());
        JsonObject status = status("narrow");
        assertEquals(1, status.get("running").getAsInt(), status::toString);
        assertEquals(2, status.get("waiting").getAsInt(), status::toString);
        assertEquals(1, status.get("rejected").getAsInt(), status::toString);
        assertEquals(1, status.get("errors").getAsInt(), status::toString);
        third.cancel(true);
        awaitWaiting(1);
        Gate last = Gate.in(site.path());
        Future<byte[]> fourth = site.callers().begin("narrow", last.event(), Await.LONG);
        assertFalse(Files.exists(waiting.directory().resolve("entered")));
        for (Gate gate : List.of(running, waiting, last)) {
            gate.open();
        }
        for (Future<byte[]> call : List.of(first, second, fourth)) {
            assertEquals("passed", Callers.payload(call));
        }
        assertFalse(Files.exists(cancelled.directory().resolve("entered")), "ran for nobody");
    }

    /** Until the runtime has heard of it: a client tells of what it cancels in its own time. */
    private void awaitWaiting(int calls) throws Exception {
        Await.until(
                calls + " waiting calls",
                Await.LONG,
                () -> status("narrow").get("waiting").getAsInt() == calls,
                () -> "another number");
    }

    @Test
    void functionsOwnTimeout_endsTheCall_andInterruptsIt() throws Exception {
        Gate gate = Gate.in(site.path());

        Status late = site.callers().failure("short", gate.event());

        assertEquals(Code.DEADLINE_EXCEEDED, late.getCode(), late::toString);
        assertEquals("function short did not answer in time", late.getDescription());
        assertEquals("cancelled=true remaining=0", gate.awaitInterrupted());
    }

    @Test
    void functionThatIgnoresInterruption_isCounted_namedWithItsStack_andLosesItsOwnPlacesOnly() throws Exception {
        Gate gate = Gate.in(site.path());

        assertEquals(
                Code.DEADLINE_EXCEEDED,
                site.callers().failure("stubborn", gate.event()).getCode());

        site.log().await("function stubborn 1.0.0 ignores interruption");
        site.log().await("at it.limits.Function_stubborn.handle");
        assertEquals(1, status("stubborn").get("overtime").getAsInt());
        Status next = site.callers().failure("stubborn", "");
        assertEquals(Code.DEADLINE_EXCEEDED, next.getCode());
        assertEquals("function stubborn had no room for the call in time", next.getDescription());
        assertEquals("on", site.callers().call("well", "on"));

        gate.open();
        gate.awaitLeft();
        Gate again = Gate.in(site.path());
        again.open();
        assertEquals("passed", site.callers().call("stubborn", again.event()));
        assertEquals(1, status("stubborn").get("totalOvertime").getAsInt());
    }

    @Test
    void update_keepsThoseWhoWaitForTheirTurn() throws Exception {
        Gate gate = Gate.in(site.path());
        Future<byte[]> first = site.callers().begin("updated", gate.event(), Await.LONG);
        gate.awaitEntered();
        List<Future<byte[]>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(site.callers().begin("updated", "", Await.LONG));
        }
        updated("2.0.0", "return Payload.of(\"second\");");
        site.log().await("updated updated/updated.jar (it.updated 2.0.0)");

        gate.open();

        assertEquals("passed", Callers.payload(first));
        for (Future<byte[]> call : waiting) {
            assertEquals("second", Callers.payload(call));
        }
    }

    @Test
    void absentFunction_keepsNoMoreCallsWaiting_thanMayBeInside() throws Exception {
        List<Future<byte[]>> calls = List.of(
                site.callers().begin("absent", "", Await.LONG), site.callers().begin("absent", "", Await.LONG));

        Status rejected = site.callers().failure("absent", "");

        calls.forEach(call -> call.cancel(true));
        assertEquals(Code.RESOURCE_EXHAUSTED, rejected.getCode(), rejected::toString);
    }
}
