package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.grpc.RawConnection;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of requests that never become whole, against a runtime with the heap of a small container. */
class HalfSentRequestsIT {

    private static final int CONNECTIONS = 60;
    private static final int STREAMS = 200;

    @TempDir
    Path directory;

    @Test
    void halfSentRequests_areBounded_whileOthersAreServed() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "echo");
        FunctionJar.of("it.halfsent", "echo", "return event;").deploy(workspace.code("code"), "halfsent.jar");
        byte[] requests = halfSent();
        List<RawConnection> hostile = new ArrayList<>();
        try (RuntimeProcess runtime = RuntimeProcess.in(directory)
                        .environment("FUNCLET_PROFILE", "small")
                        .start()
                        .awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("x", callers.call("echo", "x"));
            for (int i = 0; i < CONNECTIONS; i++) {
                RawConnection connection = RawConnection.speaking(workspace.port());
                hostile.add(connection);
                connection.send(requests);
                assertEquals("x", callers.call("echo", "x"));
            }
            assertEquals("x", callers.call("echo", "x"));

            assertTrue(runtime.isAlive());
            List<String> log = workspace.log().lines();
            assertTrue(log.stream().anyMatch(line -> line.contains("FUNCLET_MAX_UNFINISHED")), log::toString);
            assertTrue(log.stream().noneMatch(line -> line.contains("OutOfMemoryError")), log::toString);
        } finally {
            for (RawConnection connection : hostile) {
                connection.close();
            }
        }
    }

    /** Each begins a message of 1000 bytes, and sends 100 of them. */
    private static byte[] halfSent() throws IOException {
        byte[] headers = RawConnection.call("baetyl.Function/Call");
        byte[] part = new byte[105];
        part[3] = (byte) (1000 >> 8);
        part[4] = (byte) 1000;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < STREAMS; i++) {
            int stream = 2 * i + 1;
            out.write(RawConnection.bytes(RawConnection.HEADERS, RawConnection.END_HEADERS, stream, headers));
            out.write(RawConnection.bytes(RawConnection.DATA, 0, stream, part));
        }
        return out.toByteArray();
    }
}
