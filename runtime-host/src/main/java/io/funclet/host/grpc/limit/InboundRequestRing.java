package io.funclet.host.grpc.limit;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The requests of one event loop that have not arrived whole, by age. Confined to that event loop, except for
 * {@link #bytes}. Costs a call two links of a list; one timer serves all.
 */
public final class InboundRequestRing {

    public static final Context.Key<Request> REQUEST = Context.key("unfinished request");

    private final Limits all;
    private final ScheduledExecutorService eventLoop;

    /** Before the oldest and behind the newest. */
    private final Request ends = new Request(null);

    private final AtomicLong bytes = new AtomicLong();
    private boolean clockRuns;
    private boolean relievesSoon;

    public InboundRequestRing(Limits all, ScheduledExecutorService eventLoop) {
        this.all = all;
        this.eventLoop = eventLoop;
    }

    /** What those of all event loops are measured by, together. */
    interface Limits {

        /** Whether all together hold too much, of which the asking ring has its share. */
        boolean isTooMuch(InboundRequestRing asking);

        void sayRelieved();

        long patienceNanos();

        /** Of a request that takes too long. */
        Status late();

        /** Of one that is ended because all take too much. */
        Status pressed();
    }

    public Request newRequest(OutboundBufferLimit.Connection connection) {
        return new Request(connection);
    }

    /** What they hold. Any thread; may be some calls old. */
    long bytes() {
        return bytes.get();
    }

    private void add(long more) {
        // One thread writes: there is no need to wait until the others see it.
        bytes.lazySet(bytes.getPlain() + more);
    }

    private void grow(long more) {
        add(more);
        if (!relievesSoon && all.isTooMuch(this)) {
            relievesSoon = true;
            // Not now: gRPC is amid reading the request that may be the one to end.
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

    /** A request on its way. */
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
