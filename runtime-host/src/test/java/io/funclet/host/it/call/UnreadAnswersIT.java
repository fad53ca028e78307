package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.grpc.RawConnection;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import io.funclet.proto.baetyl.FunctionMessage;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that asks for more than all memory, and reads none of it. */
class UnreadAnswersIT {

    private static final int CALLS = 200;

    @TempDir
    Path directory;

    @Test
    void answersThatNobodyReads_areBounded_whileOthersAreServed() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "echo", "large");
        FunctionJar.bundle("it.unread")
                .function("echo", "return event;")
                .function("large", "return Payload.of(new byte[1_000_000]);")
                .build()
                .deploy(workspace.code("code"), "unread.jar");
        try (RuntimeProcess runtime = RuntimeProcess.in(directory)
                        .javaOption("-Xmx128m")
                        .waitDivisor(1)
                        .start()
                        .awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port());
                RawConnection unreading = RawConnection.speaking(workspace.port())) {
            assertEquals("x", callers.call("echo", "x"));
            assertEquals(1_000_000, callers.call("large", "x").length());
            // SETTINGS_INITIAL_WINDOW_SIZE
            unreading.frame(RawConnection.SETTINGS, 0, 0, (byte) 0, (byte) 4, (byte) 0, (byte) 0, (byte) 0, (byte) 0);

            unreading.send(calls());

            // A quarter of the heap has its room, as much may wait for a second.
            for (int i = 0; i < 100; i++) {
                assertEquals("grpc-status 8", unreading.awaitEnd());
                assertEquals("x", callers.call("echo", "x"));
            }
            unreading.close();
            Await.until("a large response for another caller", Await.LONG, () -> hasRoom(callers), runtime::toString);
            assertEquals(0, runtime.terminate());
        }
    }

    /** The runtime notices in its own time that the connection is closed. Until then it has no room for others. */
    private static boolean hasRoom(Callers callers) {
        try {
            return callers.call("large", "x").length() == 1_000_000;
        } catch (StatusRuntimeException none) {
            assertEquals(Status.Code.RESOURCE_EXHAUSTED, none.getStatus().getCode());
            return false;
        }
    }

    private static byte[] calls() {
        byte[] message =
                FunctionMessage.newBuilder().setFunctionName("large").build().toByteArray();
        byte[] body = ByteBuffer.allocate(5 + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
        byte[] headers = RawConnection.call("baetyl.Function/Call");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < CALLS; i++) {
            int stream = 2 * i + 1;
            out.writeBytes(RawConnection.bytes(RawConnection.HEADERS, RawConnection.END_HEADERS, stream, headers));
            out.writeBytes(RawConnection.bytes(RawConnection.DATA, RawConnection.END_STREAM, stream, body));
        }
        return out.toByteArray();
    }
}
