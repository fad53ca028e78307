package io.funclet.host.grpc;

import io.funclet.host.call.Invoker;
import io.funclet.host.call.Router;
import io.funclet.host.call.worker.Timers;
import io.funclet.host.config.ConnectionLimits;
import io.funclet.host.config.LaunchProfile;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.grpc.limit.AcceptingChannel;
import io.funclet.host.grpc.limit.ConnectionLimit;
import io.funclet.host.grpc.limit.ControlFrameLimit;
import io.funclet.host.grpc.limit.InboundBufferLimit;
import io.funclet.host.grpc.limit.MetadataLimit;
import io.funclet.host.grpc.limit.OutboundBufferLimit;
import io.funclet.host.grpc.limit.OversizedRequestLog;
import io.funclet.host.grpc.limit.StreamingCallLimit;
import io.funclet.host.grpc.transport.ConnectionLog;
import io.funclet.host.grpc.transport.EventLoopTimers;
import io.funclet.host.grpc.transport.EventLoops;
import io.funclet.host.grpc.transport.ListeningSocket;
import io.funclet.host.grpc.transport.RateLimitedLog;
import io.funclet.host.grpc.transport.TlsContext;
import io.funclet.host.grpc.wire.WireGeneration;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLoggerFactory;
import io.grpc.netty.shaded.io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The gRPC server: all four services on one listening socket. Starts forward ({@link #start}), closes backward ({@link
 * #reject}, {@link #close}).
 */
public final class GrpcServer implements AutoCloseable {

    /** The period in which resets are counted. */
    private static final int RESET_WINDOW_SECONDS = 10;

    /** How long a client may take to acknowledge a keep-alive ping. */
    private static final int KEEPALIVE_SECONDS = 20;

    /** A connected client acknowledges within this time. Others must not delay the end of the process. */
    private static final int FLUSH_MILLIS = 250;

    /** A caller that reads has made room by then. Workers do not wait longer for others. */
    private static final Duration ROOM_WAIT = Duration.ofSeconds(1);

    private final ListeningSocket socket;
    private final EventLoops eventLoops;
    private final EventLoopTimers eventLoopTimers;
    private final SslContext tls;
    private Server server;
    private FunctionHealth.Source health;

    private GrpcServer(ListeningSocket socket, EventLoops eventLoops, SslContext tls) {
        this.socket = socket;
        this.eventLoops = eventLoops;
        this.eventLoopTimers = new EventLoopTimers(eventLoops);
        this.tls = tls;
    }

    /**
     * Makes the server. Does not accept connections yet.
     *
     * @param socket the bound socket; closed with the server
     * @param config limits and keys
     * @throws IOException if a key or a certificate cannot be used; the message says which and why, in one line
     */
    public static GrpcServer open(ListeningSocket socket, ServerConfig config) throws IOException {
        // The logger of gRPC, set here because a search for other logging libraries would open all jars.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        SslContext tls =
                config.tls().isPresent() ? TlsContext.context(config.tls().get()) : null;
        // A loop starts its thread with its first connection.
        EventLoops eventLoops = new EventLoops(LaunchProfile.CURRENT.eventLoops(), NioIoHandler.newFactory());
        return new GrpcServer(socket, eventLoops, tls);
    }

    /** An event loop for timers: some are awake for calls anyway. */
    public ScheduledExecutorService timers() {
        return eventLoops;
    }

    /** Timers on the event loop of the current call, for short tasks. */
    public Timers callTimers() {
        return eventLoopTimers;
    }

    /**
     * The event loops that have started a thread, as a live view. Functions may have run on these threads, which live
     * as long as the server.
     */
    public Iterable<? extends Executor> startedLoops() {
        return eventLoops.started();
    }

    /** The event loops, for another server of this process; closed with this one. */
    public EventLoopGroup eventLoops() {
        return eventLoops;
    }

    /**
     * Accepts connections.
     *
     * @throws IOException if the socket cannot be served
     */
    public void start(Invoker invoker, Router router, ServerConfig config, ConnectionLimits limits) throws IOException {
        health = new FunctionHealth.Source(router);
        OutboundBufferLimit unread = new OutboundBufferLimit(
                memory(limits.maxUnreadBytes(), config), limits.maxConnections(), roomWait(config), config.timeout());
        InboundBufferLimit unfinished = new InboundBufferLimit(
                eventLoopTimers, unread, config.timeout(), memory(limits.maxUnfinishedBytes(), config));
        ConnectionLimit connections = new ConnectionLimit(limits.maxConnections(), config.timeout());
        RateLimitedLog floods = ControlFrameLimit.newLog();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        socket.channel().getLocalAddress())
                .channelFactory(() -> new AcceptingChannel(
                        socket, connections, () -> new ControlFrameLimit(tls != null, floods, unread)))
                .withChildOption(ChannelOption.TCP_NODELAY, true)
                .bossEventLoopGroup(eventLoops)
                .workerEventLoopGroup(eventLoops)
                // Handlers only parse, and pass the call to a worker or to a nonblocking function.
                .directExecutor()
                .maxInboundMessageSize(config.maxMessageBytes())
                .addStreamTracerFactory(OversizedRequestLog.install())
                .addStreamTracerFactory(unfinished)
                // The last one runs first.
                .intercept(new StreamingCallLimit())
                .intercept(unfinished)
                .intercept(new MetadataLimit(limits.maxMetadataBytes()))
                .fallbackHandlerRegistry(new ProbeServices(health, limits.reflection()));
        limit(builder, limits);
        if (tls != null) {
            builder.sslContext(tls);
        }
        for (WireGeneration generation : WireGeneration.values()) {
            builder.addService(new FunctionService(generation, invoker, config.maxMessageBytes(), unread).definition());
        }
        ConnectionLog.install();
        server = builder.build().start();
    }

    private static void limit(NettyServerBuilder builder, ConnectionLimits limits) {
        builder.maxConcurrentCallsPerConnection(limits.maxCallsPerConnection())
                .maxInboundMetadataSize(MetadataLimit.REACH * limits.maxMetadataBytes())
                .maxRstFramesPerWindow(limits.maxResets(), RESET_WINDOW_SECONDS)
                // Covers TLS and the HTTP/2 preface.
                .handshakeTimeout(limits.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionIdle(limits.idleTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(limits.keepAliveInterval().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveTime(limits.minPingInterval().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true);
    }

    /** Room for at least one message of the largest size, and for some small ones. */
    private static long memory(OptionalInt configured, ServerConfig config) {
        long least = config.maxMessageBytes() + 64L * OutboundBufferLimit.STREAM_BYTES;
        return configured.isPresent()
                ? configured.getAsInt()
                : Math.max(least, Runtime.getRuntime().maxMemory() / 4);
    }

    /** A single worker serves all callers: it does not wait for one of them. */
    private static Duration roomWait(ServerConfig config) {
        return config.callThreads() == 1 ? Duration.ZERO : ROOM_WAIT;
    }

    /** Whether all event loops run. One ends at the stop, or by an uncaught error. */
    public boolean isServing() {
        return eventLoopTimers.allRun();
    }

    /** The error that ended an event loop; {@code null} if there was none, or it is not known. */
    public Throwable causeOfDeath() {
        return eventLoops.causeOfDeath();
    }

    /**
     * Reports to watchers that nothing serves any more. Then accepts no connections, and tells clients to send no more
     * calls. Does not wait.
     */
    public void reject() {
        if (server != null) {
            health.stop();
            server.shutdown();
        }
    }

    /** Ends running calls, and closes the socket. Responses in transit get a moment to leave. */
    @Override
    public void close() throws IOException {
        if (server != null) {
            server.shutdown();
            if (!terminated(FLUSH_MILLIS)) {
                server.shutdownNow();
                terminated(FLUSH_MILLIS);
            }
        }
        eventLoops.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
        socket.close();
    }

    private boolean terminated(long millis) {
        try {
            return server.awaitTermination(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
