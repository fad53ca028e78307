package io.funclet.host.grpc;

import static io.funclet.host.grpc.RawConnection.DATA;
import static io.funclet.host.grpc.RawConnection.END_HEADERS;
import static io.funclet.host.grpc.RawConnection.END_STREAM;
import static io.funclet.host.grpc.RawConnection.HEADERS;
import static io.funclet.host.grpc.RawConnection.PING;
import static io.funclet.host.grpc.RawConnection.RST_STREAM;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.ConnectionLimits;
import io.funclet.host.config.DefaultLimits;
import io.funclet.host.grpc.limit.StreamingCallLimit;
import io.grpc.CallOptions;
import io.grpc.Status.Code;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What connections may cost. */
class ConnectionLimitsTest extends ServedChannel {

    private static final ConnectionLimits D = DefaultLimits.LIMITS;

    static ConnectionLimits limits(int connections, OptionalInt unfinished, Duration handshake) {
        return new ConnectionLimits(
                connections,
                D.maxCallsPerConnection(),
                D.maxMetadataBytes(),
                unfinished,
                D.maxUnreadBytes(),
                D.maxResets(),
                handshake,
                D.idleTimeout(),
                D.maxAge(),
                D.keepAliveInterval(),
                D.minPingInterval(),
                D.reflection(),
                true);
    }

    @Test
    void connectionBeyondTheLimit_takesThePlaceOfOneThatHasCalledNothing_theOldestFirst() throws Exception {
        start(limits(3, OptionalInt.empty(), D.handshakeTimeout()));
        assertEchoes();
        try (RawConnection watching = RawConnection.speaking(socket.port())) {
            // It asks for something, but for no function; and what it asks is not answered yet.
            watching.frame(HEADERS, END_HEADERS, 1, RawConnection.call("grpc.health.v1.Health/Watch"));
            watching.frame(PING, 0, 0, new byte[8]);
            watching.awaitPong();
            RawConnection silent = connected();
            boolean heard = false;
            for (int i = 0; i < 5; i++) {
                RawConnection next = connected();
                assertTrue(silent.endsWithin(PATIENCE_SECONDS));
                assertEquals(0, silent.goAway());
                heard |= takesTwoFrames(silent);
                silent.close();
                silent = next;
            }
            assertTrue(heard, "a call that is on its way resets the connection, and its client loses the farewell");
            assertFalse(watching.hasEnded());
            assertFalse(silent.hasEnded());
            silent.close();
        }
        assertEchoes();
    }

    /** Whether the server's system answers the first frame by no reset, which the second one would find. */
    private static boolean takesTwoFrames(RawConnection client) throws IOException {
        try {
            client.frame(PING, 0, 0, new byte[8]);
            client.frame(PING, 0, 0, new byte[8]);
            return true;
        } catch (SocketException reset) {
            return false;
        }
    }

    @Test
    void connectionsThatAreBusy_areNotEnded_andIdleOnesAre_withoutAFailedCall() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        publishGate(entered, gate);
        start(limits(1, OptionalInt.empty(), D.handshakeTimeout()));
        Future<byte[]> running =
                ClientCalls.futureUnaryCall(channel.newCall(CALL, CallOptions.DEFAULT), requestTo("gate"));
        assertTrue(entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        // Answered on the same event loop, which knows of the other call by then.
        assertEchoes();
        try (RawConnection rejected = RawConnection.speaking(socket.port())) {
            assertTrue(rejected.endsWithin(PATIENCE_SECONDS));
        }
        gate.countDown();
        assertArrayEquals(requestTo("gate"), running.get(PATIENCE_SECONDS, TimeUnit.SECONDS));

        for (int i = 0; i < 5; i++) {
            connected().close();
            assertEchoes();
        }
    }

    /** A client that has been let in, once there was room: the server learns of the end of a call in its own time. */
    private RawConnection connected() throws Exception {
        for (int i = 0; i < 1000; i++) {
            RawConnection client = RawConnection.speaking(socket.port());
            try {
                client.frame(PING, 0, 0, new byte[8]);
                if (client.ponged()) {
                    return client;
                }
            } catch (SocketException rejected) {
                // As the reader sees.
            }
            client.close();
        }
        return Assertions.fail("no connection is let in");
    }

    @Test
    void watchesBeyondThoseOfAConnection_areRejectedAlone() throws Exception {
        start();
        byte[] emptyMessage = new byte[5];
        try (RawConnection watching = connected()) {
            for (int i = 0; i < StreamingCallLimit.MOST_OF_A_CONNECTION + 2; i++) {
                watching.frame(HEADERS, END_HEADERS, 2 * i + 1, RawConnection.call("grpc.health.v1.Health/Watch"));
                watching.frame(DATA, END_STREAM, 2 * i + 1, emptyMessage);
            }
            assertEquals("grpc-status " + Code.RESOURCE_EXHAUSTED.value(), watching.awaitEnd());
            assertEquals("grpc-status " + Code.RESOURCE_EXHAUSTED.value(), watching.awaitEnd());
            // One ends: there is room for another, and for no more.
            watching.frame(RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8});
            for (int stream = 1001; stream <= 1003; stream += 2) {
                watching.frame(HEADERS, END_HEADERS, stream, RawConnection.call("grpc.health.v1.Health/Watch"));
                watching.frame(DATA, END_STREAM, stream, emptyMessage);
            }
            watching.awaitEnd();
            assertFalse(watching.hasEnded());
        }
        assertEchoes();
    }

    @Test
    void clientThatNeverSpeaksHttp2_isDisconnected() throws Exception {
        start(limits(10, OptionalInt.empty(), Duration.ofMillis(200)));
        try (RawConnection silent = new RawConnection(socket.port());
                RawConnection half = new RawConnection(socket.port())) {
            half.sendHalfAPreface();

            assertTrue(silent.endsWithin(PATIENCE_SECONDS));
            assertTrue(half.endsWithin(PATIENCE_SECONDS));
        }
        assertEchoes();
    }
}
