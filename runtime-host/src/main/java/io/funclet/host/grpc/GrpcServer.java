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
 * The gRPC server: all four services on the one listening socket. Start forward ({@link #start}), close backward
 * ({@link #reject}, {@link #close}).
 */
public final class GrpcServer implements AutoCloseable {

    /** Over how long resets are counted. */
    private static final int RESET_WINDOW_SECONDS = 10;

    /** How long a client may take to say that it is still there. */
    private static final int KEEPALIVE_SECONDS = 20;

    /** A connected client acknowledges within this; one that does not must not hold up the end of the process. */
    private static final int FLUSH_MILLIS = 250;

    /** A caller who reads has made room by then; of one who does not, workers are not to wait for longer. */
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
     * Makes the server without accepting connections yet.
     *
     * @param socket the bound socket; closed with the server
     * @param config limits and keys
     * @return the server
     * @throws IOException if a key or a certificate cannot be used; the message says which and why, in one line
     */
    public static GrpcServer open(ListeningSocket socket, ServerConfig config) throws IOException {
        // Where gRPC logs to; to look for another logging library would open all jars.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        SslContext tls =
                config.tls().isPresent() ? TlsContext.context(config.tls().get()) : null;
        // A thread is made for the first connection that a loop gets.
        EventLoops eventLoops = new EventLoops(LaunchProfile.CURRENT.eventLoops(), NioIoHandler.newFactory());
        return new GrpcServer(socket, eventLoops, tls);
    }

    /**
     * Where timers may run: an event loop, some of which have to be awake for calls anyway.
     *
     * @return an executor for short tasks
     */
    public ScheduledExecutorService timers() {
        return eventLoops;
    }

    /**
     * The timers of calls: those of the event loop on which a call is.
     *
     * @return for short tasks
     */
    public Timers callTimers() {
        return eventLoopTimers;
    }

    /**
     * Those event loops that have a thread, which lives as long as the server. Functions may have run on it.
     *
     * @return a view: others come with their first connection
     */
    public Iterable<? extends Executor> startedLoops() {
        return eventLoops.started();
    }

    /**
     * The event loops, for a further server of this process.
     *
     * @return the event loops; closed with this server
     */
    public EventLoopGroup eventLoops() {
        return eventLoops;
    }

    /**
     * Accepts connections.
     *
     * @param invoker who takes the calls
     * @param router knows which functions are served
     * @param config limits of a call
     * @param limits limits of connections
     * @throws IOException if the socket cannot be served
     */
    public void start(Invoker invoker, Router router, ServerConfig config, ConnectionLimits limits) throws IOException {
        health = new FunctionHealth.Source(router);
        OutboundBufferLimit unread = new OutboundBufferLimit(
                memory(limits.maxUnreadBytes(), config), limits.maxConnections(), roomWait(config), config.timeout());
        InboundBufferLimit unfinished = new InboundBufferLimit(
                eventLoopTimers, unread, config.timeout(), memory(limits.maxUnfinishedBytes(), config));
        ConnectionLimit connections = new ConnectionLimit(limits.maxConnections(), config.timeout());
        RateLimitedLog floods = ControlFrameLimit.line();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        socket.channel().getLocalAddress())
                .channelFactory(() -> new AcceptingChannel(
                        socket, connections, () -> new ControlFrameLimit(tls != null, floods, unread)))
                .withChildOption(ChannelOption.TCP_NODELAY, true)
                .bossEventLoopGroup(eventLoops)
                .workerEventLoopGroup(eventLoops)
                // Handlers parse and hand over, the one thread hop, to the function's worker; or call what never
                // blocks.
                .directExecutor()
                .maxInboundMessageSize(config.maxMessageBytes())
                .addStreamTracerFactory(OversizedRequestLog.install())
                .addStreamTracerFactory(unfinished)
                // The last one is asked first.
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
                // TLS and the preface of HTTP/2, both.
                .handshakeTimeout(limits.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionIdle(limits.idleTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(limits.keepAliveInterval().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveTime(limits.minPingInterval().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true);
    }

    /** At least one message of the largest size, and some small ones beside it, must be able to arrive, or to leave. */
    private static long memory(OptionalInt configured, ServerConfig config) {
        long least = config.maxMessageBytes() + 64L * OutboundBufferLimit.STREAM_BYTES;
        return configured.isPresent()
                ? configured.getAsInt()
                : Math.max(least, Runtime.getRuntime().maxMemory() / 4);
    }

    /** A single worker is everybody's: it does not wait for one caller. */
    private static Duration roomWait(ServerConfig config) {
        return config.callThreads() == 1 ? Duration.ZERO : ROOM_WAIT;
    }

    /**
     * Whether there is somebody to serve: an event loop ends when it is told to, or by an error that nobody has caught.
     *
     * @return {@code false} from the end of one of them on
     */
    public boolean isServing() {
        return eventLoopTimers.allRun();
    }

    /**
     * By what an event loop has ended that was not told to.
     *
     * @return what it has thrown; {@code null} if none has ended so, or nobody knows
     */
    public Throwable causeOfDeath() {
        return eventLoops.causeOfDeath();
    }

    /**
     * Says to those who watch that nothing serves any more; then accepts no further connection, and tells connected
     * clients to send no further call. Does not wait.
     */
    public void reject() {
        if (server != null) {
            health.stop();
            server.shutdown();
        }
    }

    /** Ends what still runs, and closes the socket. Answers that are on their way get a moment to leave. */
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
