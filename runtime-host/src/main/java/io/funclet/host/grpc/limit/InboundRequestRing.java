package io.funclet.host.grpc.limit;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The incomplete requests of one event loop, by age. Confined to that event loop, except for {@link #bytes}. A call
 * costs two links of a list; one timer serves all.
 */
public final class InboundRequestRing {

    public static final Context.Key<Request> REQUEST = Context.key("unfinished request");

    private final Limits all;
    private final ScheduledExecutorService eventLoop;

    /** The head of the ring, before the oldest and after the newest. */
    private final Request ends = new Request(null);

    private final AtomicLong bytes = new AtomicLong();
    private boolean clockRuns;
    private boolean relievesSoon;

    public InboundRequestRing(Limits all, ScheduledExecutorService eventLoop) {
        this.all = all;
        this.eventLoop = eventLoop;
    }

    /** The limit for the rings of all event loops together. */
    interface Limits {

        /** Whether all rings together hold too much, and this one exceeds its share. */
        boolean isTooMuch(InboundRequestRing asking);

        void sayRelieved();

        long patienceNanos();

        /** The status of a request that takes too long. */
        Status late();

        /** The status of a request that is ended to free memory. */
        Status pressed();
    }

    public Request newRequest(OutboundBufferLimit.Connection connection) {
        return new Request(connection);
    }

    /** The bytes that they hold. Any thread; may be some calls old. */
    long bytes() {
        return bytes.get();
    }

    private void add(long more) {
        // Only one thread writes, and readers need no exact value.
        bytes.lazySet(bytes.getPlain() + more);
    }

    private void grow(long more) {
        add(more);
        if (!relievesSoon && all.isTooMuch(this)) {
            relievesSoon = true;
            // Later, because gRPC may be reading the request that would end.
            eventLoop.execute(this::relieve);
        }
    }

    private void relieve() {
        relievesSoon = false;
        while (ends.next != ends && all.isTooMuch(this)) {
            all.sayRelieved();
            ends.next.close(all.pressed());
        }
    }

    private void watchClock() {
        if (!clockRuns && ends.next != ends) {
            clockRuns = true;
            long left = ends.next.begun + all.patienceNanos() - System.nanoTime();
            eventLoop.schedule(this::expire, Math.max(0, left), TimeUnit.NANOSECONDS);
        }
    }

    private void expire() {
        clockRuns = false;
        long now = System.nanoTime();
        while (ends.next != ends && now - ends.next.begun >= all.patienceNanos()) {
            ends.next.close(all.late());
        }
        watchClock();
    }

    /** An incomplete request. */
    public final class Request extends ResponseTracer {

        private Request previous = this;
        private Request next = this;
        private ServerCall<?, ?> call;
        private long begun;
        private long size;

        private Request(OutboundBufferLimit.Connection connection) {
            super(connection);
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

        public void called() {
            called(begun);
        }

        @Override
        public void inboundWireSize(long more) {
            if (call != null) {
                size += more;
                grow(more);
            }
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

        @Override
        public void streamClosed(Status status) {
            end();
            super.streamClosed(status);
        }
    }
}
