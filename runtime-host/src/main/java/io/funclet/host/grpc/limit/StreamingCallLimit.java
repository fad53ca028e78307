package io.funclet.host.grpc.limit;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the calls that end only when their clients want: watches of the health, and reflection. Each keeps a stream, and no
 * other limit counts it. Calls of functions, and single checks of the health, are not concerned.
 */
public final class StreamingCallLimit implements ServerInterceptor {

    public static final int MOST_OF_A_CONNECTION = 32;

    /** All together take no more than an eighth of the heap. */
    private final int most =
            (int) Math.min(1024, Runtime.getRuntime().maxMemory() / (8 * OutboundBufferLimit.STREAM_BYTES));

    private final AtomicInteger open = new AtomicInteger();

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (call.getMethodDescriptor().getType() == MethodType.UNARY) {
            return next.startCall(call, headers);
        }
        AtomicInteger own = InboundRequestRing.REQUEST.get().conversations();
        if (own.get() >= MOST_OF_A_CONNECTION || open.get() >= most) {
            call.close(
                    Status.RESOURCE_EXHAUSTED.withDescription("too many streams of health and reflection are open: "
                            + MOST_OF_A_CONNECTION + " may be on a connection, and " + most + " on all together"),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        }
        own.incrementAndGet();
        open.incrementAndGet();
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onComplete() {
                release();
                super.onComplete();
            }

            @Override
            public void onCancel() {
                release();
                super.onCancel();
            }

            private void release() {
                own.decrementAndGet();
                open.decrementAndGet();
            }
        };
    }
}
