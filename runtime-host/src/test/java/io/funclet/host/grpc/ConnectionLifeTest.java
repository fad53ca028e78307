package io.funclet.host.grpc;

import static io.funclet.host.grpc.RawConnection.END_HEADERS;
import static io.funclet.host.grpc.RawConnection.HEADERS;
import static io.funclet.host.grpc.RawConnection.PING;
import static io.funclet.host.grpc.RawConnection.SETTINGS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import io.funclet.host.config.ConnectionLimits;
import io.funclet.host.config.DefaultLimits;
import io.funclet.proto.baetyl.FunctionMessage;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long a connection stays on which nothing happens, and how much may happen on one at once. */
class ConnectionLifeTest extends ServedChannel {

    private static final String METHOD = "baetyl.Function/Call";

    private static final byte[] ECHO =
            FunctionMessage.newBuilder().setFunctionName("echo").build().toByteArray();

    private static final int REFUSED_STREAM = 7;

    private static final ConnectionLimits D = DefaultLimits.LIMITS;

    private static ConnectionLimits limits(int calls, Duration idle, Duration keepAlive, Duration minPing) {
        return limits(calls, idle, D.maxAge(), keepAlive, minPing);
    }

    private static ConnectionLimits limits(
            int calls, Duration idle, Optional<Duration> age, Duration keepAlive, Duration minPing) {
        return new ConnectionLimits(
                D.maxConnections(),
                calls,
                D.maxMetadataBytes(),
                D.maxUnfinishedBytes(),
                D.maxUnreadBytes(),
                D.maxResets(),
                D.handshakeTimeout(),
                idle,
                age,
                keepAlive,
                minPing,
                D.reflection(),
                true);
    }

    @Test
    void connectionWithoutACall_isEndedAfterAWhile() throws Exception {
        start(limits(D.maxCallsPerConnection(), Duration.ofMillis(200), D.keepAliveInterval(), D.minPingInterval()));
        CountDownLatch idle = new CountDownLatch(1);
        assertArrayEquals(ECHO, call("/" + METHOD, ECHO));

        // A client of gRPC connects again when it has something to say.
        if (channel.getState(false) == ConnectivityState.READY) {
            channel.notifyWhenStateChanged(ConnectivityState.READY, idle::countDown);
            assertTrue(idle.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
        assertArrayEquals(ECHO, call("/" + METHOD, ECHO));
    }

    @Test
    void clientOfAnOldConnection_connectsAnew_afterTheResponseOfItsRunningCall() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        publishGate(entered, gate);
        start(limits(
                D.maxCallsPerConnection(),
                D.idleTimeout(),
                Optional.of(Duration.ofMillis(300)),
                D.keepAliveInterval(),
                D.minPingInterval()));
        ListenableFuture<byte[]> running =
                ClientCalls.futureUnaryCall(channel.newCall(CALL, CallOptions.DEFAULT), requestTo("gate"));
        assertTrue(entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        channel.notifyWhenStateChanged(ConnectivityState.READY, told::countDown);
        assertTrue(told.await(PATIENCE_SECONDS, TimeUnit.SECONDS));

        assertArrayEquals(ECHO, call("/" + METHOD, ECHO));
        assertFalse(running.isDone());
        gate.countDown();
        assertArrayEquals(requestTo("gate"), running.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void clientThatIsSilent_isAskedWhetherItIsThere() throws Exception {
        start(limits(D.maxCallsPerConnection(), D.idleTimeout(), Duration.ofMillis(200), D.minPingInterval()));
        try (RawConnection client = RawConnection.speaking(socket.port())) {
            client.awaitPing();
        }
    }

    @Test
    void clientThatAsksTooOftenWhetherTheServerIsThere_isDisconnected() throws Exception {
        start(limits(D.maxCallsPerConnection(), D.idleTimeout(), D.keepAliveInterval(), Duration.ofHours(1)));
        try (RawConnection client = RawConnection.speaking(socket.port())) {
            for (int i = 0; i < 10 && !client.hasEnded(); i++) {
                ping(client);
            }
            assertTrue(client.endsWithin(PATIENCE_SECONDS));
        }
        assertArrayEquals(ECHO, call("/" + METHOD, ECHO));
    }

    @Test
    void clientMayAskWhetherTheServerIsThere_withoutACall() throws Exception {
        start(limits(D.maxCallsPerConnection(), D.idleTimeout(), D.keepAliveInterval(), Duration.ZERO));
        try (RawConnection client = RawConnection.speaking(socket.port())) {
            for (int i = 0; i < 20; i++) {
                ping(client);
                client.awaitPong();
            }
            assertFalse(client.hasEnded());
        }
    }

    private static void ping(RawConnection client) throws IOException {
        try {
            client.frame(PING, 0, 0, new byte[8]);
        } catch (IOException ended) {
            // The reader sees that, too.
        }
    }

    @Test
    void callBeyondThoseOfOneConnection_isRejectedAlone() throws Exception {
        start(limits(2, D.idleTimeout(), D.keepAliveInterval(), D.minPingInterval()));
        try (RawConnection client = RawConnection.speaking(socket.port())) {
            client.frame(SETTINGS, RawConnection.ACKNOWLEDGEMENT, 0);
            for (int stream = 1; stream <= 5; stream += 2) {
                client.frame(HEADERS, END_HEADERS, stream, RawConnection.call(METHOD));
            }

            assertEquals("reset " + REFUSED_STREAM, client.awaitEnd());
            assertFalse(client.hasEnded());
        }
        assertArrayEquals(ECHO, call("/" + METHOD, ECHO));
    }

    /** Or else it would be kept for as long as its connection: a client need not ever end what it has begun. */
    @Test
    void callThatIsAnsweredBeforeItHasArrived_isReset() throws Exception {
        start();
        try (RawConnection client = RawConnection.speaking(socket.port())) {
            client.frame(HEADERS, END_HEADERS, 1, RawConnection.call("nobody/Nothing"));

            assertEquals("grpc-status " + Status.UNIMPLEMENTED.getCode().value(), client.awaitEnd());
            assertEquals("reset 0", client.awaitEnd());
            assertFalse(client.hasEnded());
        }
    }
}
