package io.funclet.host.grpc.limit;

import io.funclet.host.grpc.transport.RateLimitedLog;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the memory of responses that callers have not read: gRPC keeps them until HTTP/2 flow control lets them go.
 *
 * <p>Each connection has a small share of its own, so that callers that read get their responses. Beyond it, all share
 * the rest. Without room, a worker waits a moment, then the call fails. A connection that reads nothing for long ends.
 */
public final class OutboundBufferLimit {

    /** What gRPC and Netty keep for a stream besides its bytes: nearly 5 KiB measured, plus the reads that it holds. */
    public static final int STREAM_BYTES = 8192;

    private final RateLimitedLog log = new RateLimitedLog(OutboundBufferLimit.class);
    private final long maxBytes;
    private final long shareBytes;
    private final long waitNanos;
    private final long patienceNanos;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    /** The connection that its event loop reads from. */
    private final ThreadLocal<Connection> current = new ThreadLocal<>();

    private final Object room = new Object();

    /** The bytes that workers wait for, at most as much as the room. Written under the monitor of the room. */
    private volatile long waitingBytes;

    /** Workers wait for room, and connections may read nothing, for these times. */
    public OutboundBufferLimit(long maxBytes, int maxConnections, Duration wait, Duration patience) {
        this.maxBytes = maxBytes;
        this.shareBytes = maxBytes / maxConnections;
        this.waitNanos = wait.toNanos();
        this.patienceNanos = patience.toNanos();
    }

    /** The responses of a further connection, as a part of its pipeline. */
    public Connection newConnection() {
        return new Connection();
    }

    /** The connection whose call begins on this event loop; {@code null} on other threads. */
    Connection current() {
        return current.get();
    }

    private long heldByAll() {
        long sum = 0;
        for (Connection connection : connections) {
            sum += connection.held.get();
        }
        return sum;
    }

    /** Ends the connection that has read nothing for the longest time, if that is long enough. */
    private void endStalled() {
        long now = System.nanoTime();
        Connection stalled = null;
        for (Connection each : connections) {
            if (each.held.get() > shareBytes
                    && now - each.moved >= patienceNanos
                    && (stalled == null || each.moved - stalled.moved < 0)) {
                stalled = each;
            }
        }
        if (stalled != null) {
            log.info("a connection of " + stalled.peer() + " was ended: of " + stalled.held.get()
                    + " bytes of responses it has read nothing for "
                    + TimeUnit.NANOSECONDS.toMillis(now - stalled.moved) + " ms, and " + stalled.reason());
            stalled.channel.close();
        }
    }

    /** One connection. Its event loop calls the inherited methods, any thread the others. */
    public final class Connection extends ChannelInboundHandlerAdapter {

        private final AtomicLong held = new AtomicLong();
        private Channel channel;
        private ConnectionUsage use;

        /** When the client last read something, or the connection exceeded its share. */
        private volatile long moved = System.nanoTime();

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            channel = context.channel();
            use = ConnectionUsage.of(channel);
            connections.add(this);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            connections.remove(this);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            current.set(this);
            context.fireChannelRead(message);
        }

        SocketAddress peer() {
            return channel.remoteAddress();
        }

        ConnectionUsage use() {
            return use;
        }

        /** Why a call fails without room. */
        public String reason() {
            return "responses that their callers have not read take the " + maxBytes
                    + " bytes that FUNCLET_MAX_UNREAD allows";
        }

        /** Takes room for a response, if there is any. Any thread. Waits a moment, but not on an event loop. */
        public boolean take(long bytes) {
            if (add(bytes)) {
                return true;
            }
            endStalled();
            return waitNanos > 0 && !channel.eventLoop().inEventLoop() && await(bytes);
        }

        /** Whether there is room for a response now, so that {@link #take} does not wait. Any thread. */
        public boolean hasRoom(long bytes) {
            return held.get() + bytes <= shareBytes || heldByAll() + bytes <= maxBytes;
        }

        private boolean add(long bytes) {
            long now = held.addAndGet(bytes);
            if (now > shareBytes) {
                if (now - bytes <= shareBytes) {
                    moved = System.nanoTime();
                }
                if (heldByAll() > maxBytes) {
                    held.addAndGet(-bytes);
                    return false;
                }
            }
            return true;
        }

        private boolean await(long bytes) {
            long end = System.nanoTime() + waitNanos;
            synchronized (room) {
                if (waitingBytes + bytes > maxBytes) {
                    return false;
                }
                waitingBytes += bytes;
                try {
                    boolean has = add(bytes);
                    for (long left = waitNanos; !has && left > 0; left = end - System.nanoTime()) {
                        TimeUnit.NANOSECONDS.timedWait(room, left);
                        has = add(bytes);
                    }
                    return has;
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                    return false;
                } finally {
                    waitingBytes -= bytes;
                }
            }
        }

        /** Gives back room: the response has left, or will not be sent. */
        public void give(long bytes) {
            if (held.addAndGet(-bytes) + bytes > shareBytes) {
                moved = System.nanoTime();
            }
            if (waitingBytes > 0) {
                synchronized (room) {
                    room.notifyAll();
                }
            }
        }
    }
}
