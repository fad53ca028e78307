package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.StoppedRuntime;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Ends of the process that calls, functions or clients would hold up: none does for longer than its time. */
@BeginsFirst
class HangingStopIT extends StoppedRuntime {

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
    void shutdownHookThatNeverEnds_isGivenUp_andNamed() throws Exception {
        workspace.configure(workspace.server("timeout: 1s"), "hangs");
        FunctionJar.bundle("it.hangs").component("hangs", """
                        @Activate
                        void activate() {
                            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                                while (true) {
                                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000_000);
                                }
                            }, "the-hook"));
                        }

                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            return event;
                        }
                        """).build().deploy(workspace.code("code"), "hangs.jar");
        try (RuntimeProcess runtime = workspace.start()) {
            workspace.awaitServing("hangs");

            assertEquals(0, runtime.terminate());

            assertEquals(1, workspace.log().count("service closed"));
            assertTrue(
                    runtime.err().toString().contains("shutdown hooks still run after 3 s, and are given up: the-hook"),
                    runtime::toString);
        }
    }
}
