package io.funclet.host.grpc;

import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * Ends requests that do not arrive whole: those that take too long, and the oldest where all of them together take too
 * much memory. The time of a call begins with its whole request, so that nothing else would end them.
 *
 * <p>Confined to the one event loop. Costs a call two links of a list; one timer serves all.
 */
final class UnfinishedRequests extends ServerStreamTracer.Factory implements ServerInterceptor {

    /** What gRPC and Netty keep for a stream beside its bytes: measured as nearly 5 KiB, with the reads that it holds on to. */
    static final int STREAM_BYTES = 8192;

    private static final Context.Key<Request> REQUEST = Context.key("unfinished request");

    private final RareLine line = new RareLine(Logger.getLogger(UnfinishedRequests.class.getName()));
    private final ScheduledExecutorService eventLoop;
    private final long patienceNanos;
    private final String late;
    private final long maxBytes;
    private final String pressed;

    /** Before the oldest and behind the newest. */
    private final Request ends = new Request();

    private long bytes;
    private boolean clockRuns;
    private boolean relievesSoon;

    UnfinishedRequests(ScheduledExecutorService eventLoop, Duration patience, long maxBytes) {
        this.eventLoop = eventLoop;
        this.patienceNanos = patience.toNanos();
        this.late =
                "the request did not arrive whole within the " + patience.toMillis() + " ms that server.timeout allows";
        this.maxBytes = maxBytes;
        this.pressed = "the request was the oldest of those that had not arrived whole, and they held more than the "
                + maxBytes + " bytes that FUNCLET_MAX_UNFINISHED allows";
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new Request();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Request request = REQUEST.get();
        request.begin(call);
        ServerCall.Listener<Q> listener = next.startCall(call, headers);
        boolean one = call.getMethodDescriptor().getType().clientSendsOneMessage();
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onMessage(Q message) {
                if (!one) {
                    // A conversation may pause.
                    request.end();
                }
                super.onMessage(message);
            }

            @Override
            public void onHalfClose() {
                request.end();
                super.onHalfClose();
            }
        };
    }

    private void grow(long more) {
        bytes += more;
        if (bytes > maxBytes && !relievesSoon) {
            relievesSoon = true;
            // Not now: gRPC is amid reading the request that may be the one to end.
            eventLoop.execute(this::relieve);
        }
    }

    private void relieve() {
        relievesSoon = false;
        while (bytes > maxBytes && ends.next != ends) {
            line.say("requests that do not arrive whole are ended: they held more than the " + maxBytes
                    + " bytes that FUNCLET_MAX_UNFINISHED allows");
            ends.next.close(Status.RESOURCE_EXHAUSTED.withDescription(pressed));
        }
    }

    private void watchClock() {
        if (!clockRuns && ends.next != ends) {
            clockRuns = true;
            long left = ends.next.begun + patienceNanos - System.nanoTime();
            eventLoop.schedule(this::expire, Math.max(0, left), TimeUnit.NANOSECONDS);
        }
    }

    private void expire() {
        clockRuns = false;
        long now = System.nanoTime();
        while (ends.next != ends && now - ends.next.begun >= patienceNanos) {
            ends.next.close(Status.DEADLINE_EXCEEDED.withDescription(late));
        }
        watchClock();
    }

    /** A request on its way, in a list of them by age. */
    private final class Request extends ServerStreamTracer {

        private Request previous = this;
        private Request next = this;
        private ServerCall<?, ?> call;
        private long begun;
        private long size;

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
            size = STREAM_BYTES;
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

        void end() {
            if (call != null) {
                call = null;
                bytes -= size;
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
        }
    }
}
