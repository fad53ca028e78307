package io.funclet.host.grpc.limit;

import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/** The room in the {@link OutboundBufferLimit} that one response holds until its stream ends. */
abstract class ResponseTracer extends ServerStreamTracer {

    private static final AtomicLongFieldUpdater<ResponseTracer> HELD =
            AtomicLongFieldUpdater.newUpdater(ResponseTracer.class, "held");

    private static final long ENDED = -1;

    /** {@code null} for a stream without a connection. */
    private final OutboundBufferLimit.Connection connection;

    private volatile long held;

    ResponseTracer(OutboundBufferLimit.Connection connection) {
        this.connection = connection;
    }

    /**
     * Takes room for the response, once. Any thread.
     *
     * @return whether there is room, or the caller has disconnected
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
            // The caller has disconnected meanwhile.
            connection.give(all);
        }
        return true;
    }

    /** The call has reached a function. Any thread. */
    final void called(long beganNanos) {
        if (connection != null) {
            connection.use().called(beganNanos);
        }
    }

    /** See {@link ConnectionUsage#streamingCalls}. */
    final AtomicInteger streamingCalls() {
        return connection == null ? new AtomicInteger() : connection.use().streamingCalls();
    }

    @Override
    public void streamClosed(Status status) {
        long was = HELD.getAndSet(this, ENDED);
        if (was > 0) {
            connection.give(was);
        }
    }
}
