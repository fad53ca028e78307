package io.funclet.host.grpc.limit;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.util.AttributeKey;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How a connection is used, to choose one that makes room. The accepting event loop may read older values. */
final class ConnectionUsage {

    private static final AttributeKey<ConnectionUsage> KEY = AttributeKey.valueOf("io.funclet.use");

    private final Channel channel;

    /** When the last call of a function began; before the first, when the connection was accepted. */
    private final AtomicLong last = new AtomicLong(System.nanoTime());

    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger streamingCalls = new AtomicInteger();
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
        // A volatile write costs more than a read.
        if (!called) {
            called = true;
        }
    }

    /** Adds to the number of open streams. On the event loop of the connection. */
    void streams(int more) {
        streams.lazySet(streams.getPlain() + more);
    }

    /** How many open streams end only when the client wants. */
    AtomicInteger streamingCalls() {
        return streamingCalls;
    }

    long last() {
        return last.get();
    }

    /** When this connection is ended, if calls take at most so long. */
    Rank rank(long longestNanos) {
        boolean open = streams.get() > 0;
        if (!called) {
            return open ? Rank.ASKS : Rank.SILENT;
        }
        return !open ? Rank.IDLE : System.nanoTime() - last() > longestNanos ? Rank.STALLED : Rank.BUSY;
    }

    /** In the order in which connections are ended. */
    enum Rank {
        /** Has called no function and has no open stream. */
        SILENT,
        /** Has called no function: watches health, uses reflection, or is sending its first request. */
        ASKS,
        /** Has called functions, and may again. */
        IDLE,
        /** Has open streams, but began no call within the longest time of a call. */
        STALLED,
        /** Never ended. */
        BUSY
    }
}
