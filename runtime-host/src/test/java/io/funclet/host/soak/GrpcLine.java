package io.funclet.host.soak;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.funclet.proto.baetyl.FunctionMessage;
import io.funclet.proto.faas.Message;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A connection to a runtime on loopback, calling one function as baetyl does. */
final class GrpcLine<M extends MessageLite> implements Traffic.Line {

    private static final long DEADLINE_SECONDS = 30;

    private final ManagedChannel channel;
    private final MethodDescriptor<M, M> method;
    private final Function<ByteString, M> request;
    private final Function<M, ByteString> payload;

    private GrpcLine(
            int port,
            String method,
            Parser<M> parser,
            Function<ByteString, M> request,
            Function<M, ByteString> payload) {
        this.channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        Marshaller<M> marshaller = new Messages<>(parser);
        this.method = MethodDescriptor.newBuilder(marshaller, marshaller)
                .setType(MethodType.UNARY)
                .setFullMethodName(method)
                .build();
        this.request = request;
        this.payload = payload;
    }

    /** In the third generation. */
    static Traffic.Line baetyl(int port, String function) {
        FunctionMessage prototype =
                FunctionMessage.newBuilder().setFunctionName(function).build();
        return new GrpcLine<>(
                port,
                "baetyl.Function/Call",
                FunctionMessage.parser(),
                bytes -> prototype.toBuilder().setPayload(bytes).build(),
                FunctionMessage::getPayload);
    }

    /** In the fourth. */
    static Traffic.Line faas(int port, String function) {
        Message prototype =
                Message.newBuilder().putMetadata("functionName", function).build();
        return new GrpcLine<>(
                port,
                "faas.Function/Call",
                Message.parser(),
                bytes -> prototype.toBuilder().setPayload(bytes).build(),
                Message::getPayload);
    }

    @Override
    public byte[] call(byte[] event) {
        CallOptions options =
                CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
        M message = request.apply(ByteString.copyFrom(event));
        return payload.apply(ClientCalls.blockingUnaryCall(channel, method, options, message))
                .toByteArray();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private record Messages<M extends MessageLite>(Parser<M> parser) implements Marshaller<M> {

        @Override
        public InputStream stream(M message) {
            return message.toByteString().newInput();
        }

        @Override
        public M parse(InputStream stream) {
            try {
                return parser.parseFrom(stream);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
