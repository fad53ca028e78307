package io.funclet.host.grpc.limit;

import io.funclet.host.grpc.limit.ConnectionUsage.Rank;
import io.funclet.host.grpc.transport.RateLimitedLog;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.ChannelPipeline;
import io.grpc.netty.shaded.io.netty.channel.socket.SocketChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits the number of connections. A surplus one replaces the least useful one, or is closed if all are busy. Used by
 * the accepting event loop; connections end on any.
 */
public final class ConnectionLimit {

    private static final int LINGER_SECONDS = 1;

    private static final int HANDSHAKE_MILLIS = 20;

    /** So many closed connections may linger. Further ones are closed at once, so that a flood gains nothing. */
    private static final int MOST_LINGERING = 16;

    private final Semaphore lingering = new Semaphore(MOST_LINGERING);
    private final int most;
    private final long longestCallNanos;
    private final RateLimitedLog log = new RateLimitedLog(ConnectionLimit.class);
    private final Set<ConnectionUsage> open = ConcurrentHashMap.newKeySet();

    /** The timeout is for a request to arrive, and again for its call. */
    public ConnectionLimit(int most, Duration timeout) {
        this.most = most;
        this.longestCallNanos = 2 * timeout.toNanos();
    }

    /** Whether a new connection may stay. Counts it until it ends, or closes it. */
    boolean admits(Channel connection) {
        while (open.size() >= most) {
            if (!makeRoom()) {
                log.info("a connection of " + connection.remoteAddress() + " was rejected: there are " + most
                        + ", as many as FUNCLET_MAX_CONNECTIONS allows, and all are busy");
                // Not registered with an event loop yet, so only its socket is closed.
                connection.unsafe().closeForcibly();
                return false;
            }
        }
        ConnectionUsage use = new ConnectionUsage(connection);
        open.add(use);
        connection.closeFuture().addListener(ended -> open.remove(use));
        return true;
    }

    /**
     * Has all clients go on over new connections; their running calls end on the old ones. Any thread.
     *
     * @return completed when all clients have been told, which waits for handshakes
     */
    public CompletableFuture<Void> moveAll() {
        return CompletableFuture.allOf(open.stream().map(ConnectionLimit::move).toArray(CompletableFuture[]::new));
    }

    /** Completed when all connections that are open now have ended. Any thread. */
    public CompletableFuture<Void> ended() {
        return CompletableFuture.allOf(open.stream().map(ConnectionLimit::end).toArray(CompletableFuture[]::new));
    }

    private static CompletableFuture<Void> end(ConnectionUsage use) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        use.channel().closeFuture().addListener(ended -> end.complete(null));
        return end;
    }

    private static CompletableFuture<Void> move(ConnectionUsage use) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        use.channel().eventLoop().execute(() -> move(use.channel(), told));
        return told;
    }

    private static void move(Channel channel, CompletableFuture<Void> told) {
        if (channel.isOpen() && channel.pipeline().context(Http2ConnectionHandler.class) == null) {
            // A client whose TLS handshake is cut off fails its calls. One that does not end has a time limit.
            channel.eventLoop().schedule(() -> move(channel, told), HANDSHAKE_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        // gRPC sends a GOAWAY first, and closes when the last call has ended.
        channel.close();
        told.complete(null);
    }

    private boolean makeRoom() {
        ConnectionUsage least = null;
        Rank leastRank = Rank.BUSY;
        for (ConnectionUsage each : open) {
            Rank rank = each.rank(longestCallNanos);
            int order = rank.compareTo(leastRank);
            if (each.channel().isRegistered()
                    && (order < 0 || order == 0 && least != null && each.last() - least.last() < 0)) {
                least = each;
                leastRank = rank;
            }
        }
        if (least == null) {
            return false;
        }
        open.remove(least);
        ConnectionUsage leaving = least;
        Rank rank = leastRank;
        long last = least.last();
        least.channel().eventLoop().execute(() -> end(leaving, rank, last));
        return true;
    }

    /** Ends it unless it was used meanwhile. Then there is one more for a while. */
    private void end(ConnectionUsage leaving, Rank rank, long last) {
        Channel channel = leaving.channel();
        if (channel.isOpen() && (leaving.rank(longestCallNanos) != rank || leaving.last() != last)) {
            open.add(leaving);
            return;
        }
        log.info("a connection of " + channel.remoteAddress() + " was ended to make room for another one: "
                + "it has called no function" + (rank.compareTo(Rank.IDLE) < 0 ? "" : " for longest")
                + ", and there are " + most + ", as many as FUNCLET_MAX_CONNECTIONS allows");
        sendGoAway(channel.pipeline(), Http2Error.NO_ERROR, "too many connections");
        if (lingering.tryAcquire()) {
            linger((SocketChannel) channel);
        } else {
            close(channel);
        }
    }

    /** Tells a client which calls were accepted; it sends the others again elsewhere (RFC 9113, section 6.8). */
    static void sendGoAway(ChannelPipeline pipeline, Http2Error error, String reason) {
        ChannelHandlerContext http = pipeline.context(Http2ConnectionHandler.class);
        if (http != null) {
            Http2ConnectionHandler handler = (Http2ConnectionHandler) http.handler();
            int last = handler.connection().remote().lastStreamCreated();
            ByteBuf text = Unpooled.copiedBuffer(reason, StandardCharsets.US_ASCII);
            handler.goAway(http, last, error.code(), text, http.newPromise());
            http.flush();
        }
    }

    /**
     * Ends the output, and discards input until the client closes. Closing at once would reset the connection; the
     * client would then lose the GOAWAY and fail calls that it could send again.
     */
    private void linger(SocketChannel channel) {
        channel.closeFuture().addListener(ended -> lingering.release());
        channel.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                ReferenceCountUtil.release(message);
            }
        });
        channel.shutdownOutput();
        channel.eventLoop().schedule(() -> close(channel), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    /** Not through the pipeline, where gRPC would wait for the client. */
    private static void close(Channel channel) {
        channel.unsafe().close(channel.unsafe().voidPromise());
    }
}
