package io.funclet.benchmarks.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import io.funclet.proto.baetyl.FunctionGrpc;
import io.funclet.proto.baetyl.FunctionMessage;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BareServerTest {

    @ParameterizedTest
    @EnumSource
    void aMessageComesBackAsItWas(BareServer.Executor executor) throws Exception {
        Server server = BareServer.start(executor, 0);
        ManagedChannel channel = NettyChannelBuilder.forAddress(new InetSocketAddress("127.0.0.1", server.getPort()))
                .usePlaintext()
                .build();
        try {
            FunctionMessage request = FunctionMessage.newBuilder()
                    .setID(7)
                    .setFunctionName("echo")
                    .setPayload(ByteString.copyFromUtf8("21.5"))
                    .build();
            FunctionMessage reply = FunctionGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .call(request);
            assertEquals(request, reply);
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }
}
