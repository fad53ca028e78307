package io.funclet.host.grpc.limit;

import io.funclet.host.grpc.limit.ConnectionUsage.Rank;
import io.funclet.host.grpc.transport.GoAwayFrame;
import io.funclet.host.grpc.transport.RateLimitedLog;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.socket.SocketChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * Counts connections. One beyond the limit takes the place of one that needs it least: connections that call nothing keep
 * no caller out. Only where all of them are busy, the new one is closed. Of the event loop that accepts; connections end on
 * any.
 */
public final class ConnectionLimit {

    private static final int LINGER_SECONDS = 1;

    /** So many connections linger beyond the limit. Further ones are closed at once: a flood of connections gains nothing. */
    private static final int MOST_LINGERING = 16;

    private final Semaphore lingering = new Semaphore(MOST_LINGERING);
    private final int most;
    private final long longestCallNanos;
    private final RateLimitedLog line = new RateLimitedLog(Logger.getLogger(ConnectionLimit.class.getName()));
    private final Set<ConnectionUsage> open = ConcurrentHashMap.newKeySet();

    /**
     * None is open yet.
     *
     * @param most how many may be at once
     * @param timeout the longest that a request may take to arrive, and then its call
     */
    public ConnectionLimit(int most, Duration timeout) {
        this.most = most;
        this.longestCallNanos = 2 * timeout.toNanos();
    }

    /** Whether a new connection may stay; counts it until it ends. One that may not is closed. */
    boolean admits(Channel connection) {
        while (open.size() >= most) {
            if (!makeRoom()) {
                line.say("a connection of " + connection.remoteAddress() + " was rejected: there are " + most
                        + ", as many as FUNCLET_MAX_CONNECTIONS allows, and all are busy");
                // Not registered with an event loop yet: only its socket is to be closed.
                connection.unsafe().closeForcibly();
                return false;
            }
        }
        ConnectionUsage use = new ConnectionUsage(connection);
        open.add(use);
        connection.closeFuture().addListener(ended -> open.remove(use));
        return true;
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

    /** Unless it has been used meanwhile: then there is one more for a while. */
    private void end(ConnectionUsage leaving, Rank rank, long last) {
        Channel channel = leaving.channel();
        if (channel.isOpen() && (leaving.rank(longestCallNanos) != rank || leaving.last() != last)) {
            open.add(leaving);
            return;
        }
        line.say("a connection of " + channel.remoteAddress() + " was ended to make room for another one: "
                + (rank.compareTo(Rank.IDLE) < 0
                        ? "it has called no function"
                        : "it has called no function for longest")
                + ", and there are " + most + ", as many as FUNCLET_MAX_CONNECTIONS allows");
        GoAwayFrame.say(channel.pipeline(), Http2Error.NO_ERROR, "too many connections");
        if (lingering.tryAcquire()) {
            linger((SocketChannel) channel);
        } else {
            close(channel);
        }
    }

    /**
     * Ends the output, and discards what still arrives until the client has closed, too. A socket that is closed while a
     * request arrives resets the connection. The client then loses the farewell, and fails a call that it would send again.
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

    /** By the pipeline, gRPC would wait for what the client has to say. */
    private static void close(Channel channel) {
        channel.unsafe().close(channel.unsafe().voidPromise());
    }
}
