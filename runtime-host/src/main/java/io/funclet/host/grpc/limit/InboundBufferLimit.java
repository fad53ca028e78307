package io.funclet.host.grpc.limit;

import io.funclet.host.grpc.transport.EventLoops;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import java.time.Duration;

/**
 * Ends incomplete requests: those that take too long, and the oldest ones when all together take too much memory. Each
 * event loop has its own {@link InboundRequestRing}, which no other thread uses.
 */
public final class InboundBufferLimit extends ServerStreamTracer.Factory implements ServerInterceptor {

    private final OutboundBufferLimit unread;
    private final InboundBudget budget;
    private final EventLoops loops;

    /** By number of the event loop, which alone uses its own. */
    private final InboundRequestRing[] rings;

    public InboundBufferLimit(EventLoops loops, OutboundBufferLimit unread, Duration patience, long maxBytes) {
        this.unread = unread;
        this.budget = new InboundBudget(patience, maxBytes, loops.executorCount());
        this.loops = loops;
        this.rings = new InboundRequestRing[loops.executorCount()];
    }

    /** What all incomplete requests share. */
    public InboundBudget budget() {
        return budget;
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return ring().newRequest(unread.current());
    }

    private InboundRequestRing ring() {
        // Without a network, as in benchmarks, the only thread.
        int loop = Math.max(0, loops.currentNumber());
        InboundRequestRing ring = rings[loop];
        if (ring == null) {
            ring = new InboundRequestRing(budget, loops.current());
            rings[loop] = ring;
        }
        return ring;
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
}
