package io.funclet.host.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.funclet.host.call.Calls;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.grpc.transport.ListeningSocket;
import io.funclet.proto.baetyl.FunctionMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The server from its socket to its end. */
class GrpcServerTest extends ServedChannel {

    @Test
    void generationsOfOneServer_eachAnswerInTheirOwnMessage() throws Exception {
        start();
        FunctionMessage request = FunctionMessage.newBuilder()
                .setID(7)
                .setTopic("t")
                .setTimestamp(-3)
                .setFunctionName("echo")
                .setPayload(ByteString.copyFromUtf8("event"))
                .build();
        io.funclet.proto.faas.Message faas = io.funclet.proto.faas.Message.newBuilder()
                .putMetadata("functionName", "echo")
                .putMetadata("other", "x")
                .setPayload(ByteString.copyFromUtf8("event"))
                .build();

        assertEquals(
                request,
                io.funclet.proto.baetyl.FunctionGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .call(request));
        assertEquals(
                faas,
                io.funclet.proto.faas.FunctionGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .call(faas));
    }

    @Test
    void clientThatConnectedBeforeTheStart_isAnswered() throws Exception {
        try (Socket early = new Socket(InetAddress.getLoopbackAddress(), socket.port())) {
            early.setSoTimeout(PATIENCE_SECONDS * 1000);
            // The preface of HTTP/2 and an empty SETTINGS frame, as a client sends them at once.
            early.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            early.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});

            start();

            byte[] response = early.getInputStream().readNBytes(9);
            assertEquals(4, response[3], "the type of the first frame: SETTINGS");
        }
    }

    @Test
    void callBeforeTheStart_waitsForIt() throws Exception {
        FunctionMessage request =
                FunctionMessage.newBuilder().setFunctionName("echo").build();
        channel.getState(true);
        var response = io.funclet.proto.baetyl.FunctionGrpc.newFutureStub(channel)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .withWaitForReady()
                .call(request);

        start();

        assertEquals(request, response.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void callThatHasBegun_isAnsweredAfterTheDoorsAreClosed() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        router.endpoint("gated").publish(Calls.version((event, context) -> {
            entered.countDown();
            gate.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return event;
        }));
        start();
        FunctionMessage request = FunctionMessage.newBuilder()
                .setFunctionName("gated")
                .setPayload(ByteString.copyFromUtf8("event"))
                .build();
        var response = io.funclet.proto.baetyl.FunctionGrpc.newFutureStub(channel)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .call(request);
        assertTrue(entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS));

        server.reject();
        gate.countDown();

        assertEquals(request, response.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void callerWhoGoesAway_cancelsTheFunction() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        router.endpoint("gated").publish(Calls.version((event, context) -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
            return event;
        }));
        start();
        var response = io.funclet.proto.baetyl.FunctionGrpc.newFutureStub(channel)
                .call(FunctionMessage.newBuilder().setFunctionName("gated").build());
        assertTrue(entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS));

        response.cancel(true);

        assertTrue(interrupted.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void callersDeadline_isKnownToTheFunction() throws Exception {
        CompletableFuture<Duration> remaining = new CompletableFuture<>();
        router.endpoint("asks").publish(Calls.version((event, context) -> {
            remaining.complete(context.remaining());
            return event;
        }));
        start();
        Duration deadline = CONFIG.timeout().dividedBy(2);

        io.funclet.proto.baetyl.FunctionGrpc.newBlockingStub(channel)
                .withDeadlineAfter(deadline.toSeconds(), TimeUnit.SECONDS)
                .call(FunctionMessage.newBuilder().setFunctionName("asks").build());

        assertTrue(remaining.get().compareTo(deadline) <= 0, () -> remaining.join() + " of " + deadline);
    }

    @Test
    void eventLoopThatEnds_isNoticed() throws Exception {
        start();
        assertTrue(server.eventLoops().allRun());

        server.eventLoops().next().shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);

        assertFalse(server.eventLoops().allRun());
    }

    @Test
    void addressInUse_isOneLineThatNamesIt() {
        ListenAddress taken = new ListenAddress("127.0.0.1", socket.port());

        IOException rejected = assertThrows(IOException.class, () -> ListeningSocket.bind(taken, "grpc"));

        assertEquals(
                "cannot listen on 127.0.0.1:" + socket.port()
                        + ": Address already in use; end the process that listens there, or choose another address",
                rejected.getMessage());
    }
}
