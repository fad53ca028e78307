package io.funclet.host.grpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.Payload;
import io.funclet.host.call.Calls;
import io.funclet.host.call.Invoker;
import io.funclet.host.call.Router;
import io.funclet.host.call.Routers;
import io.funclet.host.call.worker.CallExecutor;
import io.funclet.host.config.ConnectionLimits;
import io.funclet.host.config.DefaultLimits;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.grpc.transport.ListeningSocket;
import io.funclet.proto.baetyl.FunctionMessage;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A real client on a real socket of the loopback interface. */
public abstract class ServedChannel {

    static final String METHOD = "baetyl.Function/Call";

    static final MethodDescriptor<byte[], byte[]> CALL = MethodDescriptor.newBuilder(Raw.BYTES, Raw.BYTES)
            .setType(MethodType.UNARY)
            .setFullMethodName(METHOD)
            .build();

    static final int MAX_MESSAGE_BYTES = 1000;

    public static final int PATIENCE_SECONDS = 20;

    public static final ServerConfig CONFIG = new ServerConfig(
            new ListenAddress("127.0.0.1", 0),
            Duration.ofSeconds(PATIENCE_SECONDS),
            MAX_MESSAGE_BYTES,
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty());

    final CallExecutor callExecutor = new CallExecutor(4, () -> 0);

    public final Router router = Routers.of(List.of(), callExecutor);

    public ListeningSocket socket;

    public GrpcServer server;

    public ManagedChannel channel;

    @BeforeEach
    void open() throws IOException {
        router.endpoint("echo").publish(Calls.version((event, context) -> event));
        router.endpoint("big").publish(Calls.version((event, context) -> Payload.of(new byte[MAX_MESSAGE_BYTES])));
        router.settle();
        socket = ListeningSocket.bind(CONFIG.address(), "grpc");
        server = new GrpcServer(socket, CONFIG);
        channel = NettyChannelBuilder.forAddress("127.0.0.1", socket.port())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void close() throws IOException {
        channel.shutdownNow();
        server.close();
        callExecutor.close();
    }

    public void start() throws IOException {
        start(DefaultLimits.LIMITS);
    }

    public void start(ConnectionLimits limits) throws IOException {
        start(limits, CONFIG.timeout());
    }

    public void start(ConnectionLimits limits, Duration timeout) throws IOException {
        ServerConfig config = new ServerConfig(
                CONFIG.address(),
                timeout,
                CONFIG.maxMessageBytes(),
                CONFIG.maxWorkers(),
                CONFIG.maxConcurrent(),
                CONFIG.tls());
        server.start(new Invoker(router, server.eventLoops(), config, () -> {}, false), router, config, limits, null);
    }

    StatusRuntimeException rejected(String method, byte[] message) {
        return assertThrows(StatusRuntimeException.class, () -> call(method, message));
    }

    /** Sends bytes as they are, which no generated class would. */
    public byte[] call(String method, byte[] message) {
        MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.newBuilder(Raw.BYTES, Raw.BYTES)
                .setType(MethodType.UNARY)
                .setFullMethodName(method.substring(1))
                .build();
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return ClientCalls.blockingUnaryCall(channel, descriptor, options, message);
    }

    void publishGate(CountDownLatch entered, CountDownLatch gate) {
        router.endpoint("gate").publish(Calls.version((event, context) -> {
            entered.countDown();
            assertTrue(gate.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
            return event;
        }));
    }

    void assertEchoes() {
        assertArrayEquals(requestTo("echo"), call("/" + METHOD, requestTo("echo")));
    }

    static byte[] requestTo(String function) {
        return FunctionMessage.newBuilder().setFunctionName(function).build().toByteArray();
    }

    enum Raw implements Marshaller<byte[]> {
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
