package io.funclet.host.grpc.limit;

import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/** What the answer of one stream holds of the room for {@link OutboundBufferLimit}, until the stream ends. */
abstract class ResponseTracer extends ServerStreamTracer {

    private static final AtomicLongFieldUpdater<ResponseTracer> HELD =
            AtomicLongFieldUpdater.newUpdater(ResponseTracer.class, "held");

    private static final long ENDED = -1;

    /** {@code null} for one that is none of a connection. */
    private final OutboundBufferLimit.Connection connection;

    private volatile long held;

    ResponseTracer(OutboundBufferLimit.Connection connection) {
        this.connection = connection;
    }

    /**
     * Takes room for the answer, once. Any thread.
     *
     * @param bytes the size of its message
     * @return whether there is room, or nobody left to read
     */
    public final boolean hold(long bytes) {
        long all = bytes + OutboundBufferLimit.STREAM_BYTES;
        if (connection == null || held == ENDED) {
            return true;
        }
        if (!connection.take(all)) {
            return false;
        }
        if (!HELD.compareAndSet(this, 0, all)) {
            // The caller has gone away meanwhile.
            connection.give(all);
        }
        return true;
    }

    /** Its call has reached a function. Any thread. */
    final void called(long beganNanos) {
        if (connection != null) {
            connection.use().called(beganNanos);
        }
    }

    /** As {@link ConnectionUsage#conversations}. */
    final AtomicInteger conversations() {
        return connection == null ? new AtomicInteger() : connection.use().conversations();
    }

    @Override
    public void streamClosed(Status status) {
        long was = HELD.getAndSet(this, ENDED);
        if (was > 0) {
            connection.give(was);
        }
    }
}
