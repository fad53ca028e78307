package io.funclet.host.cli.client;

import io.funclet.host.cli.terminal.TerminalText;
import io.funclet.host.config.ListenAddress;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A client's connection to a runtime. Connects at the first call. */
public record Connection(ManagedChannel channel) implements AutoCloseable {

    /** A strong reference, because loggers are otherwise collected. The failure of a call says the same. */
    private static final Logger QUIET = Logger.getLogger("io.grpc");

    static {
        // The native transport would unpack a library for each call, and its errors are for programmers.
        System.setProperty("io.grpc.netty.shaded.io.netty.transport.noNative", "true");
        QUIET.setLevel(Level.OFF);
    }

    public static Connection to(ListenAddress address, ChannelCredentials credentials) {
        // An address for all interfaces has no host: use this machine.
        String host = address.host().isEmpty() ? "localhost" : address.host();
        return new Connection(Grpc.newChannelBuilderForAddress(host, address.port(), credentials)
                // No limit here: users want to see what the server sends.
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .maxInboundMetadataSize(1 << 20)
                .build());
    }

    /** Connects to a process of this machine. */
    static Connection toSocket(Path socket) {
        return new Connection(NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .eventLoopGroup(new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("control", true), NioIoHandler.newFactory()))
                .channelFactory(NioDomainSocketChannel::new)
                // gRPC sets this option of TCP.
                .withOption(ChannelOption.SO_KEEPALIVE, null)
                .overrideAuthority("localhost")
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build());
    }

    /** Describes a failure as {@code STATUS: text} on one line. */
    public static String describe(StatusRuntimeException failure) {
        Status status = failure.getStatus();
        StringBuilder line = new StringBuilder(status.getCode().name());
        if (status.getDescription() != null) {
            line.append(": ").append(status.getDescription());
        }
        // gRPC describes a failed connection as "io exception"; the innermost cause has the reason.
        Throwable reason = status.getCause();
        while (reason != null && reason.getCause() != null) {
            reason = reason.getCause();
        }
        if (reason != null) {
            line.append(" (").append(reason.getMessage()).append(')');
        }
        return TerminalText.inOneLine(line.toString());
    }

    /** Ends all calls, and waits a moment for the end of the connection. */
    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
