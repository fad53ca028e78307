package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The time until a connection must have gone on. Used by its event loop. */
final class ConnectionDeadline {

    private final ChannelHandlerContext context;

    /** {@code null} before the first one. */
    private Future<?> expiry;

    ConnectionDeadline(ChannelHandlerContext context) {
        this.context = context;
    }

    /** Replaces the deadline: closes the connection after this time. */
    void set(int seconds) {
        set(TimeUnit.SECONDS.toNanos(seconds), context::close);
    }

    /** Replaces the deadline. */
    void set(long nanos, Runnable expired) {
        cancel();
        expiry = context.executor().schedule(expired, nanos, TimeUnit.NANOSECONDS);
    }

    void cancel() {
        if (expiry != null) {
            expiry.cancel(false);
        }
    }
}
