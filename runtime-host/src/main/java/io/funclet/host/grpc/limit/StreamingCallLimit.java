package io.funclet.host.grpc.limit;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;

/** Limits calls that end only when their client wants: health watches and reflection. No other limit counts them. */
public final class StreamingCallLimit implements ServerInterceptor {

    public static final int MOST_OF_A_CONNECTION = 32;

    /** Together they take at most an eighth of the heap. */
    private final int most =
            (int) Math.min(1024, Runtime.getRuntime().maxMemory() / (8 * OutboundBufferLimit.STREAM_BYTES));

    private final AtomicInteger open = new AtomicInteger();

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (call.getMethodDescriptor().getType() == MethodType.UNARY) {
            return next.startCall(call, headers);
        }
        AtomicInteger own = InboundRequestRing.REQUEST.get().streamingCalls();
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
