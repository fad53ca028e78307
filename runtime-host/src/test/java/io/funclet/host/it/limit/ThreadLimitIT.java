package io.funclet.host.it.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.PidsLimit;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.RuntimeStart;
import io.funclet.host.it.runtime.StoppedRuntime;
import io.funclet.host.it.runtime.Workspace;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A container in which no further thread is to be had: what has its threads goes on, what needs more says so and waits. */
@BeginsFirst
class ThreadLimitIT {

    /** Below the number from which on there are 64 workers, whatever the limit leaves: there, all of them may be gone. */
    private static final int PLENTY = 80;

    @TempDir
    Path directory;

    private Workspace workspace;

    private static FunctionJar version(String version) {
        return FunctionJar.bundle("it.threads")
                .version(version)
                .function("version", "return Payload.of(\"" + version + "\");")
                .function("gate", Gate.HANDLER)
                .function("leak", """
                        while (true) {
                            Thread idle = new Thread(() -> {
                                try {
                                    Thread.sleep(Long.MAX_VALUE);
                                } catch (InterruptedException end) {
                                    return;
                                }
                            });
                            idle.setDaemon(true);
                            idle.start();
                        }
                        """)
                .build();
    }

    @BeforeEach
    void configure() throws Exception {
        workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "version", "gate", "leak", "slow");
        version("1.0.0").deploy(workspace.code("code"), "threads.jar");
    }

    private RuntimeProcess start(PidsLimit limit, Path java) throws Exception {
        RuntimeProcess runtime = begin(limit).javaHome(java).start().awaitPort(workspace.port());
        workspace.awaitServing("version", "gate", "leak");
        return runtime;
    }

    private RuntimeStart begin(PidsLimit limit) {
        return RuntimeProcess.in(directory).within(limit).environment("FUNCLET_AUTO_ARCHIVE", "off");
    }

    private static Path javaOfTheBuild() {
        return Path.of(System.getProperty("java.home"));
    }

    private void assertOrderlyEnd(RuntimeProcess runtime) throws Exception {
        assertEquals(0, runtime.awaitExit(StoppedRuntime.GRACE));
        workspace.log().await("service closed");
        // The JVM speaks of threads that it could not have; not of a signal that it could not have handled.
        assertEquals(
                List.of(),
                runtime.out().stream().filter(line -> line.contains("SIG")).toList());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sigterm_isHeard_andTheRunningCallEnds(boolean newestJava) throws Exception {
        try (PidsLimit limit = PidsLimit.of(PLENTY);
                RuntimeProcess runtime = newestJava
                        ? RuntimeProcess.in(directory).within(limit).start().awaitPort(workspace.port())
                        : start(limit, javaOfTheBuild());
                Callers callers = Callers.of(workspace.port())) {
            Gate gate = Gate.in(directory);
            Future<byte[]> call = callers.begin("gate", gate.event(), Await.LONG);
            gate.awaitEntered();
            limit.reach();

            runtime.signal("TERM");
            workspace.log().await("SIGTERM received");
            gate.open();

            assertEquals("passed", Callers.payload(call));
            assertOrderlyEnd(runtime);
        }
    }

    @Test
    void sigterm_isHeard_whereAFunctionHasTakenAllThreads() throws Exception {
        try (PidsLimit limit = PidsLimit.of(64);
                RuntimeProcess runtime = start(limit, javaOfTheBuild());
                Callers callers = Callers.of(workspace.port())) {
            Status status = callers.failure("leak", "");
            assertEquals(Code.INTERNAL, status.getCode(), status::toString);
            assertTrue(status.getDescription().contains("native thread"), status::toString);
            assertEquals("1.0.0", callers.call("version", ""));

            runtime.signal("TERM");

            assertOrderlyEnd(runtime);
        }
    }

    @Test
    void callForWhichThereIsNoThread_isRejected_andConnectionsAndLaterCallsAreTaken() throws Exception {
        try (PidsLimit limit = PidsLimit.of(PLENTY);
                RuntimeProcess runtime = start(limit, javaOfTheBuild())) {
            limit.reach();
            try (Callers callers = Callers.of(workspace.port())) {
                Status status = callers.failure("version", "");
                assertEquals(Code.RESOURCE_EXHAUSTED, status.getCode(), status::toString);
                assertTrue(status.getDescription().contains("gives no thread for the call"), status::toString);
                // Of the JVM, which would print several for each thread.
                assertEquals(List.of(), runtime.out());

                limit.set(PLENTY);
                assertEquals("1.0.0", callers.call("version", ""));
            }
            assertEquals(0, runtime.terminate());
        }
    }

    @Test
    void updateForWhichThereIsNoThread_isTakenWhenThereIs() throws Exception {
        try (PidsLimit limit = PidsLimit.of(PLENTY);
                RuntimeProcess runtime = start(limit, javaOfTheBuild());
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("1.0.0", callers.call("version", ""));
            // No worker of the deployment before is left.
            awaitNoThread(runtime, "deploy");
            limit.reach();
            version("2.0.0").deploy(workspace.code("code"), "threads.jar");
            workspace.log().await("there is no thread to deploy on");
            assertEquals("1.0.0", callers.call("version", ""));

            limit.set(PLENTY);
            Await.until(
                    "the new version",
                    Await.LONG,
                    () -> callers.call("version", "").equals("2.0.0"),
                    () -> callers.call("version", ""));
            callers.disconnect();
            assertEquals(0, runtime.terminate());
        }
    }

    /** Its author limits it, so that the workers are shared out anew: those who wait for another function look for one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void switchForWhichThereIsNoThread_isMade_andThoseWhoWaitRunWhenThereIs(boolean newestJava) throws Exception {
        workspace.configure(workspace.server(), "awaited", "slow");
        Files.delete(workspace.code("code").resolve("threads.jar"));
        Gate gate = Gate.in(directory);
        try (PidsLimit limit = PidsLimit.of(PLENTY);
                RuntimeProcess runtime = (newestJava
                                ? begin(limit)
                                : begin(limit).javaHome(javaOfTheBuild()))
                        .start()
                        .awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            Future<byte[]> awaited = callers.begin("awaited", "", Await.LONG);
            Future<byte[]> slow = callers.begin("slow", "came", Await.LONG);
            // By the same connection, and without a worker: the two before have been taken in.
            assertEquals(Code.NOT_FOUND, callers.failure("unknown", "").getCode());
            slow(gate).deploy(workspace.code("code"), "slow.jar");
            gate.awaitEntered();
            limit.reach();
            gate.open();
            workspace.log().await("deployed code/slow.jar");
            assertFalse(slow.isDone());

            limit.set(PLENTY);

            assertEquals("came", Callers.payload(slow));
            FunctionJar.of("it.awaited", "awaited", "return Payload.of(\"waited\");")
                    .deploy(workspace.code("code"), "awaited.jar");
            assertEquals("waited", Callers.payload(awaited));
            callers.disconnect();
            assertEquals(0, runtime.terminate());
        }
    }

    /** One that waits at the gate when it is activated, and answers its event. */
    private static FunctionJar slow(Gate gate) {
        FunctionSource source = FunctionSource.component("it.slow", "slow", """
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
                    return event;
                }
                """.formatted(gate.event()));
        String limited = source.text().replace("@FunctionName", "@FunctionLimits(concurrency = 3)\n@FunctionName");
        return FunctionJar.bundle("it.slow")
                .source(new FunctionSource(source.className(), limited))
                .build();
    }

    /** The smallest container of the contract. An update takes its last thread, for the time of an activation. */
    @Test
    void sigtermDuringAnUpdate_inTheSmallestContainer_isHeard() throws Exception {
        try (PidsLimit limit = PidsLimit.of(20);
                RuntimeProcess runtime = start(limit, javaOfTheBuild());
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("1.0.0", callers.call("version", ""));
            Gate gate = Gate.in(directory);
            slow(gate).deploy(workspace.code("code"), "slow.jar");
            gate.awaitEntered();

            runtime.signal("TERM");

            assertOrderlyEnd(runtime);
        }
    }

    private static void awaitNoThread(RuntimeProcess runtime, String name) throws Exception {
        Await.until(
                "no thread " + name,
                Duration.ofSeconds(60),
                () -> !runtime.threads().contains(name),
                runtime::toString);
    }
}
