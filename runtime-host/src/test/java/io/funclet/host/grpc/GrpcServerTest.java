package io.funclet.host.grpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.funclet.api.CallContext.Protocol;
import io.funclet.api.Payload;
import io.funclet.host.call.FunctionVersion;
import io.funclet.host.call.Invoker;
import io.funclet.host.call.Router;
import io.funclet.host.call.Workers;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.ServerConfig;
import io.funclet.proto.baetyl.FunctionMessage;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real client on a real socket of the loopback interface. */
class GrpcServerTest {

    private static final int MAX_MESSAGE_BYTES = 1000;
    private static final int PATIENCE_SECONDS = 20;

    private static final ServerConfig CONFIG = new ServerConfig(
            new ListenAddress("127.0.0.1", 0),
            Duration.ofSeconds(PATIENCE_SECONDS),
            MAX_MESSAGE_BYTES,
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty());

    private final Workers workers = new Workers(4);
    private final Router router = new Router(List.of(), workers);
    private ListeningSocket socket;
    private GrpcServer server;
    private ManagedChannel channel;

    @BeforeEach
    void open() throws IOException {
        router.slot("echo").publish(new FunctionVersion((event, context) -> event, null, "1.0.0"));
        router.slot("big")
                .publish(new FunctionVersion(
                        (event, context) -> Payload.of(new byte[MAX_MESSAGE_BYTES]), null, "1.0.0"));
        router.settle();
        socket = ListeningSocket.bind(CONFIG.address());
        server = GrpcServer.open(socket, CONFIG);
        channel = NettyChannelBuilder.forAddress("127.0.0.1", socket.port())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void close() throws IOException {
        channel.shutdownNow();
        server.close();
        workers.close();
    }

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

            byte[] answer = early.getInputStream().readNBytes(9);
            assertEquals(4, answer[3], "the type of the first frame: SETTINGS");
        }
    }

    @Test
    void callBeforeTheStart_waitsForIt() throws Exception {
        FunctionMessage request =
                FunctionMessage.newBuilder().setFunctionName("echo").build();
        channel.getState(true);
        var answer = io.funclet.proto.baetyl.FunctionGrpc.newFutureStub(channel)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .withWaitForReady()
                .call(request);

        start();

        assertEquals(request, answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void malformedMessage_isInvalidAndTheConnectionLives() throws Exception {
        start();

        StatusRuntimeException refused = refused("/baetyl.Function/Call", new byte[] {4 << 3 | 2, 100, 1});

        assertEquals(Code.INVALID_ARGUMENT, refused.getStatus().getCode());
        assertTrue(
                refused.getStatus().getDescription().startsWith("the request is not a message of baetyl.Function: "));
        assertArrayEquals(echoOf(5), call("/baetyl.Function/Call", echoOf(5)));
    }

    @Test
    void messageOverTheLimit_isRefusedInEitherDirection() throws Exception {
        start();

        assertEquals(
                Code.RESOURCE_EXHAUSTED,
                refused("/baetyl.Function/Call", echoOf(MAX_MESSAGE_BYTES))
                        .getStatus()
                        .getCode());
        byte[] big = FunctionMessage.newBuilder().setFunctionName("big").build().toByteArray();
        StatusRuntimeException answer = refused("/baetyl.Function/Call", big);
        assertEquals(Code.RESOURCE_EXHAUSTED, answer.getStatus().getCode());
        assertTrue(answer.getStatus().getDescription().contains("server.message.length.max"));
        int overhead = echoOf(500).length - 500;
        byte[] largest = echoOf(MAX_MESSAGE_BYTES - overhead);
        assertEquals(MAX_MESSAGE_BYTES, largest.length);
        assertArrayEquals(largest, call("/baetyl.Function/Call", largest));
    }

    @Test
    void unknownFunctionAndUnknownMethod_areTold() throws Exception {
        start();
        byte[] unknown =
                FunctionMessage.newBuilder().setFunctionName("none").build().toByteArray();

        StatusRuntimeException refused = refused("/openedge.Function/Call", unknown);

        assertEquals(Code.NOT_FOUND, refused.getStatus().getCode());
        assertEquals(
                "function none is not known; known are: echo, big",
                refused.getStatus().getDescription());
        assertEquals(
                Code.UNIMPLEMENTED,
                refused("/openedge.Function/Talk", unknown).getStatus().getCode());
        assertEquals(
                Code.UNIMPLEMENTED, refused("/none/Call", unknown).getStatus().getCode());
    }

    @Test
    void everyGeneration_isThere() throws Exception {
        start();
        for (WireGeneration generation : WireGeneration.values()) {
            StatusRuntimeException refused = refused("/" + generation.fullMethodName(), new byte[0]);
            assertEquals(Code.INVALID_ARGUMENT, refused.getStatus().getCode(), generation.name());
        }
        assertEquals(Protocol.values().length, WireGeneration.values().length);
    }

    @Test
    void callThatHasBegun_isAnsweredAfterTheDoorsAreClosed() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        router.slot("gated")
                .publish(new FunctionVersion(
                        (event, context) -> {
                            entered.countDown();
                            gate.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                            return event;
                        },
                        null,
                        "1.0.0"));
        start();
        FunctionMessage request = FunctionMessage.newBuilder()
                .setFunctionName("gated")
                .setPayload(ByteString.copyFromUtf8("event"))
                .build();
        var answer = io.funclet.proto.baetyl.FunctionGrpc.newFutureStub(channel)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .call(request);
        assertTrue(entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS));

        server.refuse();
        gate.countDown();

        assertEquals(request, answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void callerWhoGoesAway_cancelsTheFunction() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        router.slot("gated")
                .publish(new FunctionVersion(
                        (event, context) -> {
                            entered.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } finally {
                                interrupted.countDown();
                            }
                            return event;
                        },
                        null,
                        "1.0.0"));
        start();
        var answer = io.funclet.proto.baetyl.FunctionGrpc.newFutureStub(channel)
                .call(FunctionMessage.newBuilder().setFunctionName("gated").build());
        assertTrue(entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS));

        answer.cancel(true);

        assertTrue(interrupted.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void addressInUse_isOneLineThatNamesIt() {
        ListenAddress taken = new ListenAddress("127.0.0.1", socket.port());

        IOException refused = assertThrows(IOException.class, () -> ListeningSocket.bind(taken));

        assertTrue(refused.getMessage().startsWith("cannot listen on 127.0.0.1:" + socket.port() + ": "));
    }

    private void start() throws IOException {
        server.start(new Invoker(router, server.timers(), CONFIG, () -> {}), CONFIG);
    }

    private static byte[] echoOf(int bytes) {
        return FunctionMessage.newBuilder()
                .setFunctionName("echo")
                .setPayload(ByteString.copyFrom(new byte[bytes]))
                .build()
                .toByteArray();
    }

    private StatusRuntimeException refused(String method, byte[] message) {
        return assertThrows(StatusRuntimeException.class, () -> call(method, message));
    }

    /** Sends bytes as they are, which no generated class would. */
    private byte[] call(String method, byte[] message) {
        MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.newBuilder(Raw.BYTES, Raw.BYTES)
                .setType(MethodType.UNARY)
                .setFullMethodName(method.substring(1))
                .build();
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return ClientCalls.blockingUnaryCall(channel, descriptor, options, message);
    }

    private enum Raw implements Marshaller<byte[]> {
        BYTES;

        @Override
        public InputStream stream(byte[] bytes) {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
