package io.funclet.host.grpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.ConnectionLimits;
import io.funclet.host.config.DefaultLimits;
import io.funclet.host.grpc.limit.OutboundBufferLimit;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
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

/** What a call's metadata and an incomplete request may cost. */
class RequestLimitsTest extends ServedChannel {

    private static final ConnectionLimits D = DefaultLimits.LIMITS;

    @Test
    void metadataBeyondTheLimit_failsItsCallAlone() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        publishGate(entered, gate);
        start();
        byte[] request = requestTo("gate");
        Future<byte[]> neighbour = ClientCalls.futureUnaryCall(channel.newCall(CALL, CallOptions.DEFAULT), request);
        assertTrue(entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS));

        for (int size : new int[] {D.maxMetadataBytes(), 20_000, 100_000}) {
            StatusRuntimeException rejected =
                    Assertions.assertThrows(StatusRuntimeException.class, () -> callWithMetadata(size));
            assertEquals(Code.RESOURCE_EXHAUSTED, rejected.getStatus().getCode(), rejected::toString);
        }
        assertArrayEquals(requestTo("echo"), callWithMetadata(D.maxMetadataBytes() / 2));

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
                requestTo("echo"));
    }

    @Test
    void requestThatDoesNotEnd_isEndedWhenItsTimeIsOver() throws Exception {
        start(D, Duration.ofMillis(300));

        CompletableFuture<Status> open = beginWithoutEnd();

        Status status = open.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertEquals(Code.DEADLINE_EXCEEDED, status.getCode(), status::toString);
        assertTrue(status.getDescription().contains("was not complete"), status::getDescription);
        assertEchoes();
    }

    @Test
    void requestsThatDoNotEnd_areEndedFromTheOldest_whenTheyAreTooMany() throws Exception {
        int room = 8;
        start(ConnectionLimitsTest.limits(
                10, OptionalInt.of(room * OutboundBufferLimit.STREAM_BYTES), D.handshakeTimeout()));
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
}
