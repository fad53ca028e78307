package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.StartDirectory;
import io.funclet.host.it.runtime.Workspace;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the first calls of a process meet: functions that are not there yet, and limits. */
class FirstCallsIT extends StartDirectory {

    @Test
    void callThatIsMadeBeforeTheProcessStarts_waitsForItsFunction_evenIfThatComesLater() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "echo");

        try (Callers callers = Callers.of(workspace.port())) {
            Future<byte[]> call = callers.begin("echo", "early", Await.LONG);
            try (RuntimeProcess runtime = workspace.start()) {
                // Answered after the first call has arrived: one connection keeps the order.
                assertEquals(Code.NOT_FOUND, callers.failure("nobody", "").getCode());
                assertFalse(call.isDone());

                ECHO.deploy(workspace.code("code"), "echo.jar");

                assertEquals("early", Callers.payload(call));
                assertTrue(runtime.isAlive());
            }
        }
    }

    @Test
    void callThatWaitsInVain_isUnavailableBeforeItsTimeIsOver_withTheReasons() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "echo", "other");
        Path code = workspace.code("code");

        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            Status absent = unavailable(callers);
            assertTrue(absent.getDescription().contains("no bundle in"), absent::getDescription);
            assertTrue(absent.getDescription().contains("echo"), absent::getDescription);

            FunctionJar.bundle("it.unresolvable")
                    .function("echo", "return event;")
                    .header("Import-Package", "com.example.absent;version=\"[2,3)\",*")
                    .build()
                    .deploy(code, "unresolvable.jar");
            workspace.log().await("unresolvable.jar");
            Status unresolvable = unavailable(callers);
            assertTrue(unresolvable.getDescription().contains("unresolvable.jar"), unresolvable::getDescription);
            assertTrue(unresolvable.getDescription().contains("com.example.absent"), unresolvable::getDescription);
            assertEquals(1, unresolvable.getDescription().lines().count());

            // What was rejected is taken when it is mended.
            ECHO.deploy(code, "unresolvable.jar");
            assertEquals("mended", callers.call("echo", "mended"));
            assertEquals(0, runtime.terminate());
        }
    }

    private static Status unavailable(Callers callers) {
        Status status = Callers.failure(() -> callers.call(Generation.G3, "echo", "", Duration.ofSeconds(5)));
        assertEquals(Code.UNAVAILABLE, status.getCode(), status::toString);
        return status;
    }

    @Test
    void functionThatHangsInActivate_delaysNeitherThePortNorTheOthers() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "hangs", "echo");
        Gate gate = Gate.in(directory);
        FunctionJar.bundle("it.hangs")
                .component("hangs", """
                        @Activate
                        void activate() throws Exception {
                            Path gate = Path.of("%s");
                            Files.createFile(gate.resolve("entered"));
                            while (!Files.exists(gate.resolve("open"))) {
                                Thread.sleep(5);
                            }
                        }

                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            return Payload.of("activated");
                        }
                        """.formatted(gate.directory()))
                .build()
                .deploy(workspace.code("code"), "a-hangs.jar");

        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            gate.awaitEntered();
            ECHO.deploy(workspace.code("code"), "echo.jar");
            assertEquals("beside", callers.call("echo", "beside"));

            Future<byte[]> call = callers.begin("hangs", "", Await.LONG);
            gate.open();
            assertEquals("activated", Callers.payload(call));
            assertEquals(0, runtime.terminate());
        }
    }

    @Test
    void manyCallsThatWait_areAllAnswered_whenTheFunctionComes() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "echo");

        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            List<Future<byte[]>> calls = IntStream.range(0, 200)
                    .mapToObj(i -> callers.begin("echo", "call " + i, Await.LONG))
                    .toList();
            assertEquals(Code.NOT_FOUND, callers.failure("nobody", "").getCode());

            ECHO.deploy(workspace.code("code"), "echo.jar");

            for (int i = 0; i < calls.size(); i++) {
                assertEquals("call " + i, Callers.payload(calls.get(i)));
            }
            assertTrue(runtime.isAlive());
        }
    }

    @Test
    void moreCallsThanAllowedAtOnce_areRejected_untilOneEnds() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server("concurrent: {max: 1}"), "gate", "echo");
        FunctionJar.bundle("it.few")
                .function("gate", Gate.HANDLER)
                .function("echo", "return event;")
                .build()
                .deploy(workspace.code("code"), "few.jar");

        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            Gate gate = Gate.in(directory);
            Future<byte[]> first = callers.begin("gate", gate.event(), Await.LONG);
            gate.awaitEntered();

            Status rejected = callers.failure("echo", "");

            assertEquals(Code.RESOURCE_EXHAUSTED, rejected.getCode(), rejected::toString);
            assertTrue(rejected.getDescription().contains("server.concurrent.max"), rejected::getDescription);
            gate.open();
            assertEquals("passed", Callers.payload(first));
            assertEquals("now", callers.call("echo", "now"));
            assertTrue(runtime.isAlive());
        }
    }
}
