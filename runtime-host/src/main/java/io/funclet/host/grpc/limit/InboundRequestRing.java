package io.funclet.host.grpc.limit;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * The incomplete requests of one event loop, by age. Confined to that event loop, except where it says so. A call costs
 * two links of a list; one timer serves budget.
 */
public final class InboundRequestRing {

    public static final Context.Key<Request> REQUEST = Context.key("unfinished request");

    private static final AtomicLongFieldUpdater<Request> HELD =
            AtomicLongFieldUpdater.newUpdater(Request.class, "held");

    private static final long ENDED = -1;

    private final InboundBudget budget;
    private final ScheduledExecutorService eventLoop;

    /** The head of the ring, before the oldest and after the newest. */
    private final Request ends = new Request(null);

    /** What they hold. Other threads may read older values. */
    private final AtomicLong bytes = new AtomicLong();

    private boolean clockRuns;
    private boolean relievesSoon;

    InboundRequestRing(InboundBudget budget, ScheduledExecutorService eventLoop) {
        this.budget = budget;
        this.eventLoop = eventLoop;
        budget.add(bytes);
    }

    /** Makes the tracer of a stream; the connection is {@code null} without a transport. */
    Request newRequest(OutboundBufferLimit.Connection connection) {
        return new Request(connection);
    }

    private void add(long more) {
        // Only one thread writes, and readers need no exact value.
        bytes.lazySet(bytes.getPlain() + more);
    }

    private void grow(long more) {
        add(more);
        if (!relievesSoon && budget.isExceededBy(bytes)) {
            relievesSoon = true;
            // Later, because gRPC may be reading the request that would end.
            eventLoop.execute(this::relieve);
        }
    }

    private void relieve() {
        relievesSoon = false;
        while (ends.next != ends && budget.isExceededBy(bytes)) {
            budget.sayRelieved();
            ends.next.close(budget.pressed);
        }
    }

    private void watchClock() {
        if (!clockRuns && ends.next != ends) {
            clockRuns = true;
            long left = ends.next.begun + budget.patienceNanos - System.nanoTime();
            eventLoop.schedule(this::expire, Math.max(0, left), TimeUnit.NANOSECONDS);
        }
    }

    private void expire() {
        clockRuns = false;
        long now = System.nanoTime();
        while (ends.next != ends && now - ends.next.begun >= budget.patienceNanos) {
            ends.next.close(budget.late);
        }
        watchClock();
    }

    /** A request, and then the room that its response holds in the {@link OutboundBufferLimit}. */
    public final class Request extends ServerStreamTracer {

        private final OutboundBufferLimit.Connection connection;
        private Request previous = this;
        private Request next = this;
        private ServerCall<?, ?> call;
        private long begun;
        private long size;
        private boolean read;

        /** The room of the response. Any thread. */
        private volatile long held;

        private Request(OutboundBufferLimit.Connection connection) {
            this.connection = connection;
        }

        @Override
        public Context filterContext(Context context) {
            return context.withValue(REQUEST, this);
        }

        void begin(ServerCall<?, ?> begunCall) {
            call = begunCall;
            begun = System.nanoTime();
            previous = ends.previous;
            next = ends;
            previous.next = this;
            ends.previous = this;
            size = OutboundBufferLimit.STREAM_BYTES;
            grow(size);
            watchClock();
        }

        @Override
        public void inboundWireSize(long more) {
            if (call != null) {
                size += more;
                grow(more);
            }
        }

        @Override
        public void inboundMessage(int number) {
            read = true;
        }

        void end() {
            if (call != null) {
                call = null;
                add(-size);
                previous.next = next;
                next.previous = previous;
            }
        }

        void close(Status status) {
            ServerCall<?, ?> unfinished = call;
            end();
            unfinished.close(status, new Metadata());
        }

        /** See {@link ConnectionUsage#streamingCalls}. */
        AtomicInteger streamingCalls() {
            return connection.use().streamingCalls();
        }

        /** The request has reached a function. Any thread. */
        public void called() {
            if (connection != null) {
                connection.use().called(begun);
            }
        }

        /** Whether there is room for a response now. Any thread. */
        public boolean hasRoom(long responseBytes) {
            return connection == null || connection.hasRoom(responseBytes + OutboundBufferLimit.STREAM_BYTES);
        }

        /** Takes room for the response, once. Any thread. Returns why there is none; {@code null} if all is well. */
        public String hold(long responseBytes) {
            long more = responseBytes + OutboundBufferLimit.STREAM_BYTES;
            if (connection == null || held == ENDED) {
                return null;
            }
            if (!connection.take(more)) {
                return connection.reason();
            }
            if (!HELD.compareAndSet(this, 0, more)) {
                // The caller has disconnected meanwhile.
                connection.give(more);
            }
            return null;
        }

        @Override
        public void streamClosed(Status status) {
            end();
            // Other statuses of this kind are responses to complete requests.
            if (!read && status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
                budget.sayRejected(connection.peer(), status);
            }
            long was = HELD.getAndSet(this, ENDED);
            if (was > 0) {
                connection.give(was);
            }
        }
    }
}
