package io.funclet.host.grpc;

import io.funclet.host.call.Invoker;
import io.funclet.host.call.Router;
import io.funclet.host.config.ConnectionLimits;
import io.funclet.host.config.LaunchProfile;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.grpc.limit.AcceptingChannel;
import io.funclet.host.grpc.limit.ConnectionLimit;
import io.funclet.host.grpc.limit.InboundBudget;
import io.funclet.host.grpc.limit.InboundBufferLimit;
import io.funclet.host.grpc.limit.MetadataLimit;
import io.funclet.host.grpc.limit.OutboundBufferLimit;
import io.funclet.host.grpc.limit.StreamingCallLimit;
import io.funclet.host.grpc.transport.ConnectionLog;
import io.funclet.host.grpc.transport.EventLoops;
import io.funclet.host.grpc.transport.ListeningSocket;
import io.funclet.host.grpc.transport.ServerTls;
import io.funclet.host.grpc.wire.WireGeneration;
import io.grpc.HandlerRegistry;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLoggerFactory;
import io.grpc.netty.shaded.io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** The gRPC server: the services of all generations on one listening socket. */
public final class GrpcServer implements AutoCloseable {

    private static final int RESET_WINDOW_SECONDS = 10;
    private static final int KEEPALIVE_TIMEOUT_SECONDS = 20;

    /** Messages and responses that are on their way arrive within this time. Clients that are silent must not delay the end. */
    private static final int TRANSIT_MILLIS = 2_000;

    private static final int FLUSH_MILLIS = 250;

    /** A caller that reads has made room by then. Workers do not wait longer for others. */
    private static final Duration ROOM_WAIT = Duration.ofSeconds(1);

    private final ListeningSocket socket;
    private final EventLoops eventLoops;
    private final ServerTls tls;

    /** The first one is that of the address of all. */
    private final List<Server> servers = new ArrayList<>();

    private final List<ProbeServices> probes = new ArrayList<>();
    private OutboundBufferLimit unread;
    private InboundBufferLimit unfinished;
    private ConnectionLimit connections;

    /**
     * Makes the server. Does not accept connections yet. Closes the socket with itself.
     *
     * @throws IOException if a key or a certificate cannot be used; the message says which and why, in one line
     */
    public GrpcServer(ListeningSocket socket, ServerConfig config) throws IOException {
        this.socket = socket;
        // The logger of gRPC, set here because a search for other logging libraries would open all jars.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        this.tls = config.tls().isPresent() ? new ServerTls(config.tls().get()) : null;
        this.eventLoops = new EventLoops(LaunchProfile.CURRENT.eventLoops(), NioIoHandler.newFactory());
    }

    /** The event loops, for timers and for other servers of this process; closed with this one. */
    public EventLoops eventLoops() {
        return eventLoops;
    }

    /** The TLS of all servers of this process; {@code null} for plaintext. */
    public ServerTls tls() {
        return tls;
    }

    /** Limits the responses that callers have not read, for other servers of this process, too. After the start. */
    public OutboundBufferLimit unread() {
        return unread;
    }

    /** Limits the memory of incomplete requests, for other servers of this process, too. After the start. */
    public InboundBudget unfinished() {
        return unfinished.budget();
    }

    /** Health and reflection, for other servers of this process, too. After the start. */
    public HandlerRegistry probes() {
        return probes.get(0);
    }

    /** The health of the functions of a tenant. After the start, by its thread. */
    public HandlerRegistry probes(Router router, String tenant) {
        ProbeServices own = new ProbeServices(router, false, tenant);
        probes.add(own);
        return own;
    }

    /**
     * Accepts connections.
     *
     * @param tenants the bound sockets of tenants with an address of their own; {@code null} without tenants
     */
    public void start(
            Invoker invoker,
            Router router,
            ServerConfig config,
            ConnectionLimits limits,
            Map<String, ListeningSocket> tenants)
            throws IOException {
        // A single worker serves all callers, and waits for none of them.
        Duration roomWait = config.callThreads() == 1 ? Duration.ZERO : ROOM_WAIT;
        unread = new OutboundBufferLimit(
                memory(limits.maxUnreadBytes(), config), limits.maxConnections(), roomWait, config.timeout());
        unfinished = new InboundBufferLimit(
                eventLoops, unread, config.timeout(), memory(limits.maxUnfinishedBytes(), config));
        connections = new ConnectionLimit(limits.maxConnections(), config.timeout());
        ConnectionLog.install();
        start(socket, tenants == null ? null : "", invoker, router, config, limits);
        if (tenants != null) {
            for (Map.Entry<String, ListeningSocket> tenant : tenants.entrySet()) {
                start(tenant.getValue(), tenant.getKey(), invoker, router, config, limits);
            }
        }
    }

    /** @param tenant as that of {@link FunctionService} */
    private void start(
            ListeningSocket bound,
            String tenant,
            Invoker invoker,
            Router router,
            ServerConfig config,
            ConnectionLimits limits)
            throws IOException {
        ProbeServices probing = new ProbeServices(router, limits.reflection(), tenant == null ? "" : tenant);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        bound.channel().getLocalAddress())
                .channelFactory(() -> bound.acceptBy(new AcceptingChannel(bound, connections, unread, tls != null)))
                .withChildOption(ChannelOption.TCP_NODELAY, true)
                .bossEventLoopGroup(eventLoops)
                .workerEventLoopGroup(eventLoops)
                // Handlers only parse, and pass the call to a worker or to a nonblocking function.
                .directExecutor()
                .maxInboundMessageSize(config.maxMessageBytes())
                .addStreamTracerFactory(unfinished)
                // The last one runs first.
                .intercept(new StreamingCallLimit())
                .intercept(unfinished)
                .intercept(new MetadataLimit(limits.maxMetadataBytes()))
                .fallbackHandlerRegistry(probing)
                .maxConcurrentCallsPerConnection(limits.maxCallsPerConnection())
                .maxInboundMetadataSize(MetadataLimit.REACH * limits.maxMetadataBytes())
                .maxRstFramesPerWindow(limits.maxResets(), RESET_WINDOW_SECONDS)
                // Covers TLS and the HTTP/2 preface.
                .handshakeTimeout(limits.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionIdle(limits.idleTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(limits.keepAliveInterval().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveTime(limits.minPingInterval().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true);
        // As long as a call may take: none is cut off.
        limits.maxAge()
                .ifPresent(age -> builder.maxConnectionAge(age.toMillis(), TimeUnit.MILLISECONDS)
                        .maxConnectionAgeGrace(config.timeout().toMillis(), TimeUnit.MILLISECONDS));
        if (tls != null) {
            builder.sslContext(tls.grpc());
        }
        for (WireGeneration generation : WireGeneration.values()) {
            builder.addService(new FunctionService(generation, invoker, config.maxMessageBytes(), tenant).definition());
        }
        servers.add(builder.build().start());
        probes.add(probing);
    }

    /** Room for at least one message of the largest size, and for some small ones. */
    private static long memory(OptionalInt configured, ServerConfig config) {
        long least = config.maxMessageBytes() + 64L * OutboundBufferLimit.STREAM_BYTES;
        return configured.isPresent()
                ? configured.getAsInt()
                : Math.max(least, Runtime.getRuntime().maxMemory() / 4);
    }

    /** Has all clients go on over new connections. Running calls end on the old ones. Waits for handshakes alone. */
    public void moveConnections() {
        connections.moveAll().join();
    }

    /**
     * Waits until all connections have ended, or at most so long: a client may not have read yet that it should go, or watch
     * health for ever.
     */
    public void awaitConnectionsEnded(Duration timeout) {
        connections
                .ended()
                .completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Accepts no connections, and tells watchers and clients that nothing serves any more. Does not wait. */
    public void reject() {
        for (ProbeServices probing : probes) {
            probing.stop();
        }
        shutdown();
    }

    private void shutdown() {
        for (Server server : servers) {
            server.shutdown();
        }
    }

    /** Ends running calls, and closes the socket. What is on its way gets a moment. */
    @Override
    public void close() throws IOException {
        shutdown();
        if (!terminated(TRANSIT_MILLIS)) {
            servers.forEach(Server::shutdownNow);
            terminated(FLUSH_MILLIS);
        }
        eventLoops.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
        socket.close();
    }

    private boolean terminated(long millis) {
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            boolean all = true;
            for (Server server : servers) {
                all &= server.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
