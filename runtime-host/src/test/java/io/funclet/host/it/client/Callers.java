package io.funclet.host.it.client;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One connection to a runtime, and calls as managers make them: waiting for the connection, with a deadline.
 *
 * <p>Calls are made of bytes and give bytes, so that a test sees what is on the wire.
 */
public final class Callers implements AutoCloseable {

    /** Above the limit of the runtime, so that it is the runtime that says no. */
    private static final int CLIENT_LIMIT_BYTES = 64 * 1024 * 1024;

    private static final Marshaller<byte[]> BYTES = new Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private final ManagedChannel channel;

    private Callers(NettyChannelBuilder builder) {
        channel = builder.maxInboundMessageSize(CLIENT_LIMIT_BYTES).build();
    }

    /** In plaintext, on loopback. */
    public static Callers of(int port) {
        return new Callers(NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext());
    }

    public static Callers of(int port, SslContext tls) {
        return new Callers(NettyChannelBuilder.forAddress("127.0.0.1", port).sslContext(tls));
    }

    /** In plaintext, with other compressors than gRPC's own. */
    public static Callers of(int port, CompressorRegistry compressors) {
        return new Callers(
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().compressorRegistry(compressors));
    }

    /** To the socket of a process for its operators. */
    public static Callers of(Path socket) {
        return new Callers(NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .eventLoopGroup(new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("operator", true), NioIoHandler.newFactory()))
                .channelFactory(NioDomainSocketChannel::new)
                // An option of TCP that gRPC sets.
                .withOption(ChannelOption.SO_KEEPALIVE, null)
                .overrideAuthority("localhost")
                .usePlaintext());
    }

    /** For stubs of module proto. */
    public ManagedChannel channel() {
        return channel;
    }

    public static CallOptions within(Duration deadline) {
        return CallOptions.DEFAULT
                .withWaitForReady()
                .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
                .withMaxOutboundMessageSize(CLIENT_LIMIT_BYTES);
    }

    /** Any bytes to any method. */
    public byte[] raw(String method, byte[] message, CallOptions options) {
        return ClientCalls.blockingUnaryCall(channel, descriptor(method), options, message);
    }

    public byte[] raw(String method, byte[] message) {
        return raw(method, message, within(Await.LONG));
    }

    /** The same with metadata beside the message. */
    public byte[] raw(String method, byte[] message, Metadata headers) {
        Channel with = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        return ClientCalls.blockingUnaryCall(with, descriptor(method), within(Await.LONG), message);
    }

    /** The same without waiting for the answer; cancelling the result cancels the call. */
    public Future<byte[]> begin(String method, byte[] message, CallOptions options) {
        return ClientCalls.futureUnaryCall(channel.newCall(descriptor(method), options), message);
    }

    /** Calls a function, and returns the payload of its answer. */
    public String call(Generation generation, String function, String event, Duration deadline) {
        byte[] request =
                generation.request(function, ByteString.copyFromUtf8(event)).toByteArray();
        return generation
                .payload(generation.parse(raw(generation.method(), request, within(deadline))))
                .toStringUtf8();
    }

    public String call(Generation generation, String function, String event) {
        return call(generation, function, event, Await.LONG);
    }

    public String call(String function, String event) {
        return call(Generation.G3, function, event);
    }

    /** Begins a call of the third generation; its result is the whole answer. */
    public Future<byte[]> begin(String function, String event, Duration deadline) {
        byte[] request =
                Generation.G3.request(function, ByteString.copyFromUtf8(event)).toByteArray();
        return begin(Generation.G3.method(), request, within(deadline));
    }

    /** The payload of an answer of the third generation. */
    public static String payload(Future<byte[]> answer) throws Exception {
        byte[] bytes = answer.get(Await.LONG.toSeconds(), TimeUnit.SECONDS);
        return Generation.G3.payload(Generation.G3.parse(bytes)).toStringUtf8();
    }

    /** The status of a call that must fail. */
    public Status failure(Generation generation, String function, String event) {
        return failure(() -> call(generation, function, event));
    }

    public Status failure(String function, String event) {
        return failure(Generation.G3, function, event);
    }

    public static Status failure(Runnable call) {
        return assertThrows(StatusRuntimeException.class, call::run).getStatus();
    }

    private static MethodDescriptor<byte[], byte[]> descriptor(String method) {
        return MethodDescriptor.newBuilder(BYTES, BYTES)
                .setType(MethodType.UNARY)
                .setFullMethodName(method)
                .build();
    }

    /** Ends the connection, as a manager does before it sends {@code SIGTERM}; running calls are cancelled. */
    public void disconnect() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        disconnect();
    }
}
