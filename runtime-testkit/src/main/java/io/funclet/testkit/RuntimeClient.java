package io.funclet.testkit;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A connection to a runtime, with one thread of its own, which ends with it. */
record RuntimeClient(ManagedChannel channel, MultiThreadIoEventLoopGroup loop) implements AutoCloseable {

    private static final long END_MILLIS = 1000;

    static RuntimeClient to(int port) {
        // gRPC's own threads would live on for a second after the last connection.
        MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("funclet-client", true), NioIoHandler.newFactory());
        ManagedChannel channel = NettyChannelBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .eventLoopGroup(loop)
                .channelType(NioSocketChannel.class)
                .directExecutor()
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .maxInboundMetadataSize(1 << 20)
                .build();
        return new RuntimeClient(channel, loop);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        loop.shutdownGracefully(0, END_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(END_MILLIS);
    }
}
