package io.funclet.host.web;

import io.funclet.host.config.ListenAddress;
import io.funclet.host.grpc.GrpcServer;
import io.funclet.host.grpc.transport.ListeningSocket;
import io.grpc.netty.shaded.io.netty.bootstrap.ServerBootstrap;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpDecoderConfig;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Serves metrics and the status page over HTTP/1.1, on an event loop of the gRPC server. */
public final class WebServer implements AutoCloseable {

    /** More than browsers and collectors need; each costs some kilobytes and an unread response. */
    private static final int MOST_CONNECTIONS = 16;

    private static final int MOST_LINE_BYTES = 1024;
    private static final int MOST_HEADER_BYTES = 8 * 1024;
    private static final int CHUNK_BYTES = 1024;
    private static final int IDLE_SECONDS = 5;

    private final Channel server;
    private final ThreadPoolExecutor thread;
    private final OpenConnections connections;

    private WebServer(Channel server, ThreadPoolExecutor thread, OpenConnections connections) {
        this.server = server;
        this.thread = thread;
        this.connections = connections;
    }

    /**
     * Starts the server.
     *
     * @param socket the bound socket; closed with the server
     * @param callers the server whose event loop is used; closed after this one
     * @throws IOException if the socket cannot be served
     */
    public static WebServer open(
            ListeningSocket socket, ListenAddress address, GrpcServer callers, StatusSource runtime)
            throws IOException {
        ThreadPoolExecutor thread = thread();
        OpenConnections connections = new OpenConnections(MOST_CONNECTIONS);
        StatusSite statusSite = new StatusSite(HostHeaderCheck.of(address), runtime);
        HttpDecoderConfig decoding = new HttpDecoderConfig()
                .setMaxInitialLineLength(MOST_LINE_BYTES)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setMaxChunkSize(CHUNK_BYTES)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true);
        ServerBootstrap bootstrap = new ServerBootstrap()
                // A single event loop, so that connections are counted without a lock.
                .group(callers.eventLoops().next())
                .channelFactory(() -> new BoundChannel(socket))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connections.add(connection);
                        connection
                                .pipeline()
                                .addLast(new HttpServerCodec(decoding))
                                .addLast(new WebConnection(statusSite, thread, connections));
                    }
                });
        try {
            Channel server = bootstrap
                    .bind(socket.channel().getLocalAddress())
                    .syncUninterruptibly()
                    .channel();
            return new WebServer(server, thread, connections);
        } catch (IOException | RuntimeException failure) {
            thread.shutdownNow();
            throw failure;
        }
    }

    /** Responses are made off the event loop, which callers need. The thread ends when there are no requests. */
    private static ThreadPoolExecutor thread() {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(2 * MOST_CONNECTIONS), task -> {
                    Thread web = new Thread(task, "web");
                    web.setDaemon(true);
                    return web;
                });
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    /** Stops serving. Does not wait for responses in transit. */
    @Override
    public void close() {
        server.close().syncUninterruptibly();
        connections.close(server.eventLoop());
        thread.shutdownNow();
    }

    /** A channel on a bound socket. */
    private static final class BoundChannel extends NioServerSocketChannel {

        BoundChannel(ListeningSocket socket) {
            super(socket.channel());
        }

        @Override
        protected void doBind(SocketAddress address) {
            // The socket was bound before Netty was loaded.
        }
    }
}
