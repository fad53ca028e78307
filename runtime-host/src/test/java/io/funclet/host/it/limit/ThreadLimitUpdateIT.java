package io.funclet.host.it.limit;

import static io.funclet.host.it.limit.PidsLimitedContainer.PLENTY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.PidsLimit;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import io.grpc.Status.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates in a container in which no further thread is to be had: they wait, and the signal to end is heard meanwhile. */
@BeginsFirst
class ThreadLimitUpdateIT {

    @TempDir
    Path directory;

    private PidsLimitedContainer container;
    private Workspace workspace;

    @BeforeEach
    void configure() throws Exception {
        container = PidsLimitedContainer.in(directory);
        workspace = container.workspace();
    }

    @Test
    void updateForWhichThereIsNoThread_isTakenWhenThereIs() throws Exception {
        try (PidsLimit limit = PidsLimit.of(PLENTY);
                RuntimeProcess runtime = container.start(limit);
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("1.0.0", callers.call("version", ""));
            // No worker of the deployment before is left.
            awaitNoThread(runtime, "deploy");
            limit.reach();
            PidsLimitedContainer.version("2.0.0").deploy(workspace.code("code"), "threads.jar");
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
                                ? container.begin(limit)
                                : container.begin(limit).javaHome(PidsLimitedContainer.javaOfTheBuild()))
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
                RuntimeProcess runtime = container.start(limit);
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("1.0.0", callers.call("version", ""));
            Gate gate = Gate.in(directory);
            slow(gate).deploy(workspace.code("code"), "slow.jar");
            gate.awaitEntered();

            runtime.signal("TERM");

            container.assertOrderlyEnd(runtime);
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
