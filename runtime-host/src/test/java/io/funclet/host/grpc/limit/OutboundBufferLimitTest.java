package io.funclet.host.grpc.limit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.ConnectionLimits;
import io.funclet.host.config.DefaultLimits;
import io.funclet.host.grpc.RawConnection;
import io.funclet.host.grpc.ServedChannel;
import io.funclet.proto.baetyl.FunctionMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Clients that read their responses late, or not at all, by the flow control of HTTP/2. */
class OutboundBufferLimitTest extends ServedChannel {

    private static final ConnectionLimits D = DefaultLimits.LIMITS;

    private static final String METHOD = "baetyl.Function/Call";

    private static final byte[] ECHO =
            FunctionMessage.newBuilder().setFunctionName("echo").build().toByteArray();

    /** Room for so many responses. */
    private static final int ROOM = 25;

    private static final int WINDOW_UPDATE = 8;

    private static ConnectionLimits limits() {
        return new ConnectionLimits(
                4,
                D.maxCallsPerConnection(),
                D.maxMetadataBytes(),
                D.maxUnfinishedBytes(),
                OptionalInt.of(ROOM * (OutboundBufferLimit.STREAM_BYTES + 100)),
                D.maxResets(),
                D.handshakeTimeout(),
                D.idleTimeout(),
                D.maxAge(),
                D.keepAliveInterval(),
                D.minPingInterval(),
                D.reflection(),
                true);
    }

    /** A client in whose streams nothing may be sent until it says so. */
    private RawConnection unreading() throws IOException {
        RawConnection connection = RawConnection.speaking(socket.port());
        // SETTINGS_INITIAL_WINDOW_SIZE
        connection.frame(RawConnection.SETTINGS, 0, 0, (byte) 0, (byte) 4, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
        return connection;
    }

    private static void call(RawConnection connection, int stream) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(RawConnection.bytes(
                RawConnection.HEADERS, RawConnection.END_HEADERS, stream, RawConnection.call(METHOD)));
        byte[] message = new byte[5 + ECHO.length];
        message[4] = (byte) ECHO.length;
        System.arraycopy(ECHO, 0, message, 5, ECHO.length);
        out.writeBytes(RawConnection.bytes(RawConnection.DATA, RawConnection.END_STREAM, stream, message));
        connection.send(out.toByteArray());
    }

    private static int stream(int number) {
        return 2 * number + 1;
    }

    /** Makes calls until there is no room for a further response. */
    private static void fill(RawConnection connection) throws Exception {
        for (int i = 0; i < ROOM; i++) {
            call(connection, stream(i));
        }
        // The headers of the responses, which are sent whatever the client reads.
        connection.awaitResponses(ROOM);
    }

    private void assertEchoes() {
        assertArrayEquals(ECHO, call("/" + METHOD, ECHO));
    }

    @Test
    void unreadResponses_areRejectedBeyondTheLimit_andReadersAreServed() throws Exception {
        start(limits());
        assertEchoes();
        try (RawConnection unreading = unreading()) {
            fill(unreading);
            for (int i = 0; i < 3; i++) {
                call(unreading, stream(ROOM + i));
                assertEchoes();
            }

            for (int i = 0; i < 3; i++) {
                assertEquals("grpc-status 8", unreading.awaitEnd());
            }
            assertFalse(unreading.hasEnded());
        }
        // What it held is free again, for many more than there was room for.
        try (RawConnection reading = RawConnection.speaking(socket.port())) {
            for (int i = 0; i < 3 * ROOM; i++) {
                call(reading, stream(i));
                assertEquals("grpc-status 0", reading.awaitEnd());
            }
        }
    }

    @Test
    void answerWaitsOnItsWorker_forACallerWhoReadsAfterAll() throws Exception {
        start(limits());
        try (RawConnection late = unreading()) {
            fill(late);
            call(late, stream(ROOM));
            // The call before these is with its worker by now.
            assertEchoes();
            assertEchoes();

            late.frame(WINDOW_UPDATE, 0, stream(0), (byte) 0, (byte) 0, (byte) 16, (byte) 0);
            assertEquals("grpc-status 0", late.awaitEnd());
            late.frame(WINDOW_UPDATE, 0, stream(ROOM), (byte) 0, (byte) 0, (byte) 16, (byte) 0);
            assertEquals("grpc-status 0", late.awaitEnd());
        }
    }

    @Test
    void connectionThatHasReadNothingForLong_isEndedWhereRoomIsNeeded() throws Exception {
        start(limits(), Duration.ofMillis(200));
        try (RawConnection unreading = unreading()) {
            fill(unreading);

            int next = ROOM;
            do {
                try {
                    call(unreading, stream(next++));
                } catch (IOException ended) {
                    break;
                }
            } while (!unreading.endsWithin(1));

            assertTrue(unreading.endsWithin(PATIENCE_SECONDS));
        }
        assertEchoes();
    }
}
