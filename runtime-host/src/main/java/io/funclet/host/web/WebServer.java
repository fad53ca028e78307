package io.funclet.host.web;

import io.funclet.host.config.ListenAddress;
import io.funclet.host.grpc.transport.ListeningSocket;
import io.grpc.netty.shaded.io.netty.bootstrap.ServerBootstrap;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpDecoderConfig;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpServerCodec;
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
    private final ThreadPoolExecutor thread = thread();
    private final OpenConnections connections = new OpenConnections(MOST_CONNECTIONS);

    /** Starts the server. Closes the bound socket with itself, but not the event loops. */
    public WebServer(ListeningSocket socket, ListenAddress address, EventLoopGroup eventLoops, StatusSource runtime) {
        StatusSite statusSite = new StatusSite(HostHeaderCheck.of(address), runtime);
        HttpDecoderConfig decoding = new HttpDecoderConfig()
                .setMaxInitialLineLength(MOST_LINE_BYTES)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setMaxChunkSize(CHUNK_BYTES)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true);
        ServerBootstrap bootstrap = new ServerBootstrap()
                // A single event loop, so that connections are counted without a lock.
                .group(eventLoops.next())
                .channelFactory(() -> new NioServerSocketChannel(socket.channel()))
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
        // Not bound again, only registered.
        this.server = bootstrap.register().syncUninterruptibly().channel();
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
}
