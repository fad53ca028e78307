package io.funclet.host.grpc.limit;

import io.funclet.host.grpc.transport.EventLoopTimers;
import io.funclet.host.grpc.transport.RateLimitedLog;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;

/**
 * Ends incomplete requests: those that take too long, and the oldest ones when all together take too much memory. A
 * call has a deadline only once its request is complete.
 *
 * <p>Each event loop has its own {@link InboundRequestRing}, which no other thread uses.
 */
public final class InboundBufferLimit extends ServerStreamTracer.Factory
        implements ServerInterceptor, InboundRequestRing.Limits {

    private final RateLimitedLog log = new RateLimitedLog(Logger.getLogger(InboundBufferLimit.class.getName()));
    private final EventLoopTimers loops;
    private final OutboundBufferLimit unread;
    private final long maxBytes;
    private final long fairBytes;
    private final long patienceNanos;
    private final Status late;
    private final Status pressed;

    /** The rings of all event loops that have had a call. */
    private final List<InboundRequestRing> rings = new CopyOnWriteArrayList<>();

    private final ThreadLocal<InboundRequestRing> ring = ThreadLocal.withInitial(this::newRing);

    public InboundBufferLimit(EventLoopTimers loops, OutboundBufferLimit unread, Duration patience, long maxBytes) {
        this.loops = loops;
        this.unread = unread;
        this.maxBytes = maxBytes;
        this.fairBytes = maxBytes / loops.count();
        this.patienceNanos = patience.toNanos();
        this.late = Status.DEADLINE_EXCEEDED.withDescription(
                "the request was not complete within the " + patience.toMillis() + " ms that server.timeout allows");
        this.pressed = Status.RESOURCE_EXHAUSTED.withDescription("incomplete requests held more than the " + maxBytes
                + " bytes that FUNCLET_MAX_UNFINISHED allows, and this one was the oldest");
    }

    private InboundRequestRing newRing() {
        InboundRequestRing made = new InboundRequestRing(this, loops.get());
        rings.add(made);
        return made;
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return ring.get().newRequest(unread.current());
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        InboundRequestRing.Request request = InboundRequestRing.REQUEST.get();
        request.begin(call);
        ServerCall.Listener<Q> listener = next.startCall(call, headers);
        boolean one = call.getMethodDescriptor().getType().clientSendsOneMessage();
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onMessage(Q message) {
                if (!one) {
                    // A streaming call may pause.
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

    @Override
    public long patienceNanos() {
        return patienceNanos;
    }

    @Override
    public Status late() {
        return late;
    }

    @Override
    public Status pressed() {
        return pressed;
    }

    @Override
    public boolean isTooMuch(InboundRequestRing asking) {
        // Adds up the others only if this one exceeds its share.
        return asking.bytes() > fairBytes
                && rings.stream().mapToLong(InboundRequestRing::bytes).sum() > maxBytes;
    }

    @Override
    public void sayRelieved() {
        log.info("incomplete requests were ended: they held more than the " + maxBytes
                + " bytes that FUNCLET_MAX_UNFINISHED allows");
    }
}
