package io.funclet.host.grpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.call.FunctionVersion;
import io.funclet.host.config.ConnectionLimits;
import io.funclet.proto.baetyl.FunctionMessage;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What a connection, a call's metadata and a request that does not arrive whole may cost. */
class ConnectionLimitsTest extends ServedChannel {

    private static final String METHOD = "baetyl.Function/Call";

    private static final ConnectionLimits D = ConnectionLimits.DEFAULT;

    private static final MethodDescriptor<byte[], byte[]> CALL = MethodDescriptor.newBuilder(Raw.BYTES, Raw.BYTES)
            .setType(MethodType.UNARY)
            .setFullMethodName(METHOD)
            .build();

    private static ConnectionLimits limits(int connections, OptionalInt unfinished, Duration handshake) {
        return new ConnectionLimits(
                connections,
                D.maxCallsPerConnection(),
                D.maxMetadataBytes(),
                unfinished,
                D.maxUnreadBytes(),
                D.maxResets(),
                handshake,
                D.idleTimeout(),
                D.keepAliveInterval(),
                D.minPingInterval(),
                D.reflection());
    }

    @Test
    void connectionBeyondTheLimit_isClosedAtOnce_untilOneOfTheOthersEnds() throws Exception {
        start(limits(2, OptionalInt.empty(), D.handshakeTimeout()));
        assertEchoes();
        RawConnection second = RawConnection.speaking(socket.port());
        try (RawConnection third = RawConnection.speaking(socket.port())) {
            assertTrue(third.endsWithin(PATIENCE_SECONDS));
        }
        assertFalse(second.hasEnded());
        assertEchoes();

        second.close();

        // The server learns of the end in its own time.
        boolean stays = false;
        for (int i = 0; i < PATIENCE_SECONDS && !stays; i++) {
            try (RawConnection next = RawConnection.speaking(socket.port())) {
                stays = !next.endsWithin(1);
            }
        }
        assertTrue(stays, "a place has become free");
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

    @Test
    void metadataBeyondTheLimit_failsItsCallAlone() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        router.slot("gate")
                .publish(new FunctionVersion(
                        (event, context) -> {
                            entered.countDown();
                            Assertions.assertTrue(gate.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
                            return event;
                        },
                        null,
                        "1.0.0"));
        start();
        byte[] request = request("gate");
        Future<byte[]> neighbour = ClientCalls.futureUnaryCall(channel.newCall(CALL, CallOptions.DEFAULT), request);
        assertTrue(entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS));

        for (int size : new int[] {D.maxMetadataBytes(), 20_000, 100_000}) {
            StatusRuntimeException refused =
                    Assertions.assertThrows(StatusRuntimeException.class, () -> callWithMetadata(size));
            assertEquals(Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode(), refused::toString);
        }
        assertArrayEquals(request("echo"), callWithMetadata(D.maxMetadataBytes() / 2));

        gate.countDown();
        assertArrayEquals(request, neighbour.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private byte[] callWithMetadata(int size) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("x-large", Metadata.ASCII_STRING_MARSHALLER), "v".repeat(size));
        return ClientCalls.blockingUnaryCall(
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                CALL,
                CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS),
                request("echo"));
    }

    @Test
    void requestThatDoesNotEnd_isEndedWhenItsTimeIsOver() throws Exception {
        start(D, Duration.ofMillis(300));

        CompletableFuture<Status> open = beginWithoutEnd();

        Status status = open.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertEquals(Code.DEADLINE_EXCEEDED, status.getCode(), status::toString);
        assertTrue(status.getDescription().contains("did not arrive whole"), status::getDescription);
        assertEchoes();
    }

    @Test
    void requestsThatDoNotEnd_areEndedFromTheOldest_whenTheyAreTooMany() throws Exception {
        int room = 8;
        start(limits(10, OptionalInt.of(room * UnfinishedRing.STREAM_BYTES), D.handshakeTimeout()));
        // Connected, so that requests leave in the order in which they are begun.
        assertEchoes();
        List<CompletableFuture<Status>> unfinished = new ArrayList<>();
        for (int i = 0; i < 3 * room; i++) {
            unfinished.add(beginWithoutEnd());
        }

        for (int i = 0; i < 2 * room; i++) {
            Status status = unfinished.get(i).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertEquals(Code.RESOURCE_EXHAUSTED, status.getCode(), status::toString);
        }
        assertEchoes();
        assertFalse(unfinished.get(3 * room - 1).isDone());
    }

    /** Begins a call as a client does that never says that its request is complete. */
    private CompletableFuture<Status> beginWithoutEnd() {
        CompletableFuture<Status> outcome = new CompletableFuture<>();
        ClientCall<byte[], byte[]> call = channel.newCall(CALL, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        outcome.complete(status);
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(new byte[0]);
        return outcome;
    }

    private void assertEchoes() {
        assertArrayEquals(request("echo"), call("/" + METHOD, request("echo")));
    }

    private static byte[] request(String function) {
        return FunctionMessage.newBuilder().setFunctionName(function).build().toByteArray();
    }
}
