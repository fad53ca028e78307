package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.WebClient;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.StoppedRuntime;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Ends of the process (contract, section 4): always with status 0, the last line in the log, and nothing left. */
class StopIT extends StoppedRuntime {

    @Test
    void sigterm_letsTheRunningCallEnd_rejectsOthers_thenStopsTheBundle() throws Exception {
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            Gate gate = Gate.in(directory);
            Future<byte[]> call = callers.begin("gate", gate.event(), Await.LONG);
            gate.awaitEntered();

            runtime.signal("TERM");
            awaitRejection();
            assertFalse(Files.exists(gate.directory().resolve("deactivated")));
            gate.open();

            assertEquals("passed", Callers.payload(call));
            assertOrderlyEnd(runtime);
            assertTrue(Files.exists(gate.directory().resolve("deactivated")));
            assertFalse(gate.wasInterrupted());
        }
    }

    @Test
    void sigterm_letsTheRunningCallByHttpEnd_andRejectsOthers() throws Exception {
        WebClient web = WebClient.of(RuntimeProcess.freePort());
        try (RuntimeProcess runtime = RuntimeProcess.in(directory)
                .environment("FUNCLET_HTTP", Integer.toString(web.port()))
                .environment("FUNCLET_HTTP_CALLS", "on")
                .start()
                .awaitPort(workspace.port())
                .awaitPort(web.port())) {
            Gate gate = Gate.in(directory);
            CompletableFuture<HttpResponse<byte[]>> call = web.begin("/functions/gate", gate.event());
            gate.awaitEntered();

            runtime.signal("TERM");
            AtomicReference<HttpResponse<byte[]>> rejection = new AtomicReference<>();
            Await.until(
                    "a rejection",
                    Await.LONG,
                    () -> {
                        rejection.set(web.post("/functions/gate", new byte[] {'x'}));
                        return rejection.get().statusCode() == 503;
                    },
                    runtime::toString);
            assertEquals(
                    "1", rejection.get().headers().firstValue("retry-after").orElse(""));
            gate.open();

            assertEquals("passed", new String(call.get().body(), StandardCharsets.UTF_8));
            assertOrderlyEnd(runtime);
        }
    }

    @Test
    void furtherSignals_changeNothing() throws Exception {
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            Gate gate = Gate.in(directory);
            Future<byte[]> call = callers.begin("gate", gate.event(), Await.LONG);
            gate.awaitEntered();

            runtime.signal("TERM");
            awaitRejection();
            runtime.signal("TERM");
            runtime.signal("INT");
            runtime.signal("TERM");
            gate.open();

            assertEquals("passed", Callers.payload(call));
            assertOrderlyEnd(runtime);
        }
    }

    @Test
    void sigint_isAnOrderlyEndToo() throws Exception {
        try (RuntimeProcess runtime = workspace.start()) {
            assumeFalse(ignoresInterrupts(runtime), "started by something that ignores SIGINT, which is inherited");

            runtime.signal("INT");

            assertOrderlyEnd(runtime);
        }
    }

    @Test
    void callThatWaitsForItsFunction_isToldThatTheRuntimeStops() throws Exception {
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            Future<byte[]> call = callers.begin("absent", "", Await.LONG);
            // Answered after the call before has arrived: one connection keeps the order.
            assertEquals(Code.NOT_FOUND, callers.failure("nobody", "").getCode());

            runtime.signal("TERM");

            Status status = failure(call);
            assertEquals(Code.UNAVAILABLE, status.getCode(), status::toString);
            assertTrue(status.getDescription().contains("stopping"), status::getDescription);
            assertOrderlyEnd(runtime);
        }
    }

    @Test
    void sigtermDuringTheStart_isAnOrderlyEnd() throws Exception {
        // The port is bound before anything else is loaded.
        try (RuntimeProcess runtime = workspace.start()) {
            runtime.signal("TERM");

            assertOrderlyEnd(runtime);
        }
    }

    @Test
    void processThatWasKilled_isCleanedUpAfter_byTheNextStart() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        try (RuntimeProcess killed = workspace.startWith(temporary);
                Callers callers = Callers.of(workspace.port())) {
            Gate gate = Gate.in(directory);
            gate.open();
            assertEquals("passed", callers.call("gate", gate.event()));
            assertEquals(
                    1,
                    killed.litter().stream()
                            .filter(it -> !it.startsWith("process"))
                            .count());

            killed.signal("KILL");

            assertEquals(128 + 9, killed.awaitExit(GRACE));
        }
        try (RuntimeProcess next = workspace.startWith(temporary);
                Callers callers = Callers.of(workspace.port())) {
            Gate gate = Gate.in(directory);
            gate.open();
            assertEquals("passed", callers.call("gate", gate.event()));

            callers.disconnect();
            assertEquals(0, next.terminate());
            assertEquals(List.of(), List.copyOf(next.litter()));
        }
    }

    /** Waits until no process listens any more. */
    private void awaitRejection() throws Exception {
        Await.until("a closed port", Await.LONG, () -> !RuntimeProcess.connects(workspace.port()), () -> "a listener");
    }

    private static boolean ignoresInterrupts(RuntimeProcess runtime) throws Exception {
        Path status = Path.of("/proc/" + runtime.pid() + "/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }
}
