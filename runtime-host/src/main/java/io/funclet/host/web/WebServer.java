package io.funclet.host.web;

import io.funclet.host.grpc.transport.ListeningSocket;
import io.grpc.netty.shaded.io.netty.bootstrap.ServerBootstrap;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpDecoderConfig;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpServerCodec;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Serves metrics, the status page and calls over HTTP/1.1, on an event loop of the gRPC server. */
public final class WebServer implements AutoCloseable {

    /** More than browsers and collectors need; each costs some kilobytes and an unread response. */
    private static final int MOST_STATUS_CONNECTIONS = 16;

    private static final int MOST_LINE_BYTES = 1024;
    private static final int CHUNK_BYTES = 8 * 1024;
    private static final int IDLE_SECONDS = 5;

    /** A connected client acknowledges within this time. Others must not delay the end of the process. */
    private static final int FLUSH_MILLIS = 250;

    private final CallSite callSite;
    private final StatusSite statusSite;
    private final Channel server;
    private final ThreadPoolExecutor thread = thread();
    private final OpenConnections connections;

    /**
     * What the server needs for calls.
     *
     * @param site takes the calls; {@code null} where there are none
     * @param tls {@code null} for plaintext
     * @param timeout for the content of a call to arrive, and for its response to be read
     */
    public record Calls(CallSite site, SslContext tls, Duration timeout, int maxConnections, int maxHeaderBytes) {

        /** For a server without calls. */
        public static final Calls NONE = new Calls(null, null, Duration.ZERO, MOST_STATUS_CONNECTIONS, 8 * 1024);
    }

    /** Starts the server. Closes the bound socket with itself, but not the event loops. */
    public WebServer(
            ListeningSocket socket,
            HostHeaderCheck hosts,
            EventLoopGroup eventLoops,
            StatusSource runtime,
            Calls calls) {
        this.callSite = calls.site();
        this.connections = new OpenConnections(calls.maxConnections());
        this.statusSite = new StatusSite(hosts, runtime);
        HttpDecoderConfig decoding = new HttpDecoderConfig()
                .setMaxInitialLineLength(MOST_LINE_BYTES)
                .setMaxHeaderSize(calls.maxHeaderBytes())
                .setMaxChunkSize(CHUNK_BYTES)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true);
        ServerBootstrap bootstrap = new ServerBootstrap()
                // A single event loop, so that connections are counted without a lock.
                .group(eventLoops.next())
                .channelFactory(() -> socket.acceptBy(new NioServerSocketChannel(socket.channel())))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        if (!connections.add(connection)) {
                            connection.close();
                            return;
                        }
                        if (calls.tls() != null) {
                            connection.pipeline().addLast(calls.tls().newHandler(connection.alloc()));
                        }
                        connection
                                .pipeline()
                                .addLast(new HttpServerCodec(decoding))
                                .addLast(new WebConnection(
                                        statusSite, callSite, calls.timeout().toNanos(), thread, connections));
                    }
                });
        // Not bound again, only registered.
        this.server = bootstrap.register().syncUninterruptibly().channel();
    }

    /** Responses are made off the event loop, which callers need. The thread ends when there are no requests. */
    private static ThreadPoolExecutor thread() {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(2 * MOST_STATUS_CONNECTIONS), task -> {
                    Thread web = new Thread(task, "web");
                    web.setDaemon(true);
                    return web;
                });
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    /** Whether a connection ends after its next response, so that the client makes a new one. Does not wait. */
    public void moveConnections(boolean moving) {
        server.eventLoop().execute(() -> connections.move(moving));
    }

    /** From now on, new calls are rejected and nothing is healthy, because the process stops. Running calls go on. */
    public void reject() {
        statusSite.stop();
        if (callSite != null) {
            callSite.reject();
        }
    }

    /** Stops serving. Responses in transit get a moment to leave. */
    @Override
    public void close() {
        server.close().syncUninterruptibly();
        connections.close(
                server.eventLoop(),
                FLUSH_MILLIS,
                connection -> connection.pipeline().get(WebConnection.class).end());
        thread.shutdownNow();
    }
}
