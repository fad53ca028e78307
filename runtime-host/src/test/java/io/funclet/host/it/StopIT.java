package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends of the process (contract, section 4): always with status 0, the last line in the log, and nothing left. */
class StopIT {

    /** The master sends {@code SIGKILL} after 30 s: an orderly end has to be well before. */
    private static final Duration GRACE = Duration.ofSeconds(25);

    private static final FunctionJar GATES = FunctionJar.bundle("it.stop")
            .function("stubborn", Gate.STUBBORN_HANDLER)
            .component("gate", """
                    private volatile Path last;

                    @Override
                    public Payload handle(Payload event, CallContext context) throws Exception {
                        last = Path.of(event.text());
                        %s
                    }

                    @Deactivate
                    void deactivate() throws Exception {
                        if (last != null) {
                            Files.createFile(last.resolve("deactivated"));
                        }
                    }
                    """.formatted(Gate.HANDLER))
            .build();

    @TempDir
    Path directory;

    private Workspace workspace;

    @BeforeEach
    void configure() throws Exception {
        workspace = Workspace.in(directory);
        workspace.configure(workspace.server("timeout: 20s"), "gate", "stubborn", "absent");
        GATES.deploy(workspace.code("code"), "gates.jar");
    }

    @Test
    void sigterm_letsTheRunningCallEnd_refusesOthers_thenStopsTheBundle() throws Exception {
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            Gate gate = Gate.in(directory);
            Future<byte[]> call = callers.begin("gate", gate.event(), Await.LONG);
            gate.awaitEntered();

            runtime.signal("TERM");
            awaitRefusal();
            assertFalse(Files.exists(gate.directory().resolve("deactivated")));
            gate.open();

            assertEquals("passed", Callers.payload(call));
            assertOrderlyEnd(runtime);
            assertTrue(Files.exists(gate.directory().resolve("deactivated")));
            assertFalse(gate.wasInterrupted());
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
            awaitRefusal();
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
    void callThatNeverEnds_isGivenUpAfterTheServersTime() throws Exception {
        workspace.configure(workspace.server("timeout: 1s"), "stubborn");
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            workspace.awaitServing("stubborn");
            Gate gate = Gate.in(directory);
            Future<byte[]> call = callers.begin("stubborn", gate.event(), Await.LONG);
            gate.awaitEntered();

            runtime.signal("TERM");

            assertEquals(Code.DEADLINE_EXCEEDED, failure(call).getCode());
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
    void connectedClientThatSendsNothing_delaysNoEnd() throws Exception {
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals(Code.NOT_FOUND, callers.failure("nobody", "").getCode());
            long begin = System.nanoTime();

            runtime.signal("TERM");

            assertOrderlyEnd(runtime);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            assertTrue(took.compareTo(Duration.ofSeconds(5)) < 0, took::toString);
        }
    }

    @Test
    void functionThatHangsInDeactivate_orLeavesAThread_isNotWaitedForLongerThanTheGraceTime() throws Exception {
        workspace.configure(workspace.server("timeout: 1s"), "hangs");
        FunctionJar.bundle("it.hangs").component("hangs", """
                        @Deactivate
                        void deactivate() {
                            while (true) {
                                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000_000);
                            }
                        }

                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            new Thread(this::deactivate).start();
                            return event;
                        }
                        """).build().deploy(workspace.code("code"), "hangs.jar");
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            workspace.awaitServing("hangs");
            assertEquals("event", callers.call("hangs", "event"));

            runtime.signal("TERM");

            assertOrderlyEnd(runtime);
        }
    }

    @Test
    void functionThatHangsInActivate_isNotWaitedForLongerThanTheGraceTime() throws Exception {
        Gate gate = Gate.in(directory);
        workspace.configure(workspace.server("timeout: 1s"), "hangs");
        FunctionJar.bundle("it.hangs")
                .component("hangs", """
                        @Activate
                        void activate() throws Exception {
                            Files.createFile(Path.of("%s").resolve("entered"));
                            while (true) {
                                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000_000);
                            }
                        }

                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            return event;
                        }
                        """.formatted(gate.directory()))
                .build()
                .deploy(workspace.code("code"), "hangs.jar");
        try (RuntimeProcess runtime = workspace.start()) {
            gate.awaitEntered();

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

    private void assertOrderlyEnd(RuntimeProcess runtime) throws Exception {
        assertEquals(0, runtime.awaitExit(GRACE));
        List<String> log = workspace.log().lines();
        assertTrue(log.get(log.size() - 1).endsWith("service closed"), log::toString);
        assertEquals(1, workspace.log().count("service closed"));
        assertEquals(List.of(), runtime.err());
        assertEquals(List.of(), List.copyOf(runtime.litter()));
    }

    /** Waits until nobody listens any more. */
    private void awaitRefusal() throws Exception {
        Await.until("a closed port", Await.LONG, () -> !RuntimeProcess.connects(workspace.port()), () -> "a listener");
    }

    private static Status failure(Future<byte[]> call) {
        ExecutionException failed = Assertions.assertThrows(ExecutionException.class, () -> Callers.payload(call));
        return ((StatusRuntimeException) failed.getCause()).getStatus();
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
