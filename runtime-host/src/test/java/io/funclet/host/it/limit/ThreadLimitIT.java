package io.funclet.host.it.limit;

import static io.funclet.host.it.limit.PidsLimitedContainer.PLENTY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.PidsLimit;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.file.Path;
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

    @TempDir
    Path directory;

    private PidsLimitedContainer container;
    private Workspace workspace;

    @BeforeEach
    void configure() throws Exception {
        container = PidsLimitedContainer.in(directory);
        workspace = container.workspace();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sigterm_isHeard_andTheRunningCallEnds(boolean newestJava) throws Exception {
        try (PidsLimit limit = PidsLimit.of(PLENTY);
                RuntimeProcess runtime = newestJava
                        ? RuntimeProcess.in(directory).within(limit).start().awaitPort(workspace.port())
                        : container.start(limit);
                Callers callers = Callers.of(workspace.port())) {
            Gate gate = Gate.in(directory);
            Future<byte[]> call = callers.begin("gate", gate.event(), Await.LONG);
            gate.awaitEntered();
            limit.reach();

            runtime.signal("TERM");
            workspace.log().await("SIGTERM received");
            gate.open();

            assertEquals("passed", Callers.payload(call));
            container.assertOrderlyEnd(runtime);
        }
    }

    @Test
    void sigterm_isHeard_whereAFunctionHasTakenAllThreads() throws Exception {
        try (PidsLimit limit = PidsLimit.of(64);
                RuntimeProcess runtime = container.start(limit);
                Callers callers = Callers.of(workspace.port())) {
            Status status = callers.failure("leak", "");
            assertEquals(Code.INTERNAL, status.getCode(), status::toString);
            assertTrue(status.getDescription().contains("native thread"), status::toString);
            assertEquals("1.0.0", callers.call("version", ""));

            runtime.signal("TERM");

            container.assertOrderlyEnd(runtime);
        }
    }

    @Test
    void callForWhichThereIsNoThread_isRejected_andConnectionsAndLaterCallsAreTaken() throws Exception {
        try (PidsLimit limit = PidsLimit.of(PLENTY);
                RuntimeProcess runtime = container.start(limit)) {
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
}
