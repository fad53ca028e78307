package io.funclet.host.grpc.limit;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.util.AttributeKey;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a connection has been used for, by which it is chosen when one has to make room. Written by few, read by the event
 * loop that accepts: some calls old, which is near enough.
 */
final class ConnectionUsage {

    private static final AttributeKey<ConnectionUsage> KEY = AttributeKey.valueOf("io.funclet.use");

    private final Channel channel;

    /** When the last call of a function began; before the first, when the connection was accepted. */
    private final AtomicLong last = new AtomicLong(System.nanoTime());

    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger conversations = new AtomicInteger();
    private volatile boolean called;

    ConnectionUsage(Channel channel) {
        this.channel = channel;
        channel.attr(KEY).set(this);
    }

    static ConnectionUsage of(Channel channel) {
        return channel.attr(KEY).get();
    }

    Channel channel() {
        return channel;
    }

    /** A function has been called. Any thread. */
    void called(long beganNanos) {
        last.lazySet(beganNanos);
        if (!called) {
            called = true;
        }
    }

    /** So many more, or fewer, streams are open. Of the connection's event loop. */
    void streams(int more) {
        streams.lazySet(streams.getPlain() + more);
    }

    /** How many of its streams end only when it wants. */
    AtomicInteger conversations() {
        return conversations;
    }

    long last() {
        return last.get();
    }

    /**
     * How much it is to be spared. One that has never called a function least, and of those one that asks for nothing; one
     * whose call may still run is not to be ended at all.
     *
     * @param longestNanos how long a call takes at most
     */
    Rank rank(long longestNanos) {
        boolean open = streams.get() > 0;
        if (!called) {
            return open ? Rank.ASKS : Rank.SILENT;
        }
        return !open ? Rank.IDLE : System.nanoTime() - last() > longestNanos ? Rank.STALLED : Rank.BUSY;
    }

    /** From the first to be ended to the last. */
    enum Rank {
        /** Has called no function, and has no stream open. */
        SILENT,
        /** Has called no function: watches the health, describes services, or does not end its first request. */
        ASKS,
        /** Has called functions, and may do so again. */
        IDLE,
        /** Has streams open, but has begun no call for longer than one may take. */
        STALLED,
        /** Is not ended. */
        BUSY
    }
}
