package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The standing assertion of all wire faults: a call that runs beside them on the same connection, held before each test,
 * ends well.
 */
abstract class WireFaults {

    @TempDir
    static Path directory;

    @AutoClose
    static RuntimeProcess runtime;

    @AutoClose
    static Callers callers;

    static Workspace workspace;

    Gate neighboursGate;

    Future<byte[]> neighbour;

    @BeforeAll
    static void start() throws Exception {
        workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "gate", "echo", "zeros");
        FunctionJar.bundle("it.wirefaults")
                .function("gate", Gate.HANDLER)
                .function("echo", "return event;")
                .function("zeros", "return Payload.of(new byte[Integer.parseInt(event.text())]);")
                .build()
                .deploy(workspace.code("code"), "wirefaults.jar");
        runtime = workspace.start();
        callers = Callers.of(workspace.port());
    }

    @BeforeEach
    void holdNeighbour() throws Exception {
        neighboursGate = Gate.in(directory);
        neighbour = callers.begin("gate", neighboursGate.event(), Await.LONG);
        neighboursGate.awaitEntered();
    }

    @AfterEach
    void neighbourEndsWell() throws Exception {
        neighboursGate.open();
        assertEquals("passed", Callers.payload(neighbour));
        assertTrue(runtime.isAlive());
    }

    static ByteString zeros(int length) {
        return ByteString.copyFrom(new byte[length]);
    }
}
