package io.funclet.host.grpc.transport;

import io.funclet.host.call.worker.CallLoop;
import io.funclet.host.jdk.PrivateField;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import io.grpc.netty.shaded.io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.ThreadFactory;

/** A thread that runs an event loop. */
final class LoopThread extends FastThreadLocalThread implements CallLoop.Carrier {

    /** Set by this thread, before it runs a call. */
    private EventExecutor executor;

    private CallLoop loop;

    LoopThread(ThreadGroup group, Runnable task, String name) {
        super(group, task, name);
    }

    static ThreadFactory factory() {
        return new DefaultThreadFactory("eventLoops", Thread.MAX_PRIORITY) {
            @Override
            protected Thread newThread(Runnable task, String name) {
                return new LoopThread(threadGroup, task, name);
            }
        };
    }

    /** Of the current thread. What Netty keeps is elsewhere. Others make theirs anew. */
    static void forgetThreadLocals() {
        try {
            PrivateField.write(Thread.currentThread(), Thread.class, "threadLocals", null);
        } catch (ReflectiveOperationException different) {
            // A Java that does it differently. What holds classes of a bundle directly is swept.
        }
    }

    /** To be called by this thread. Both are the same loop. */
    void runs(EventExecutor asExecutor, CallLoop asLoop) {
        executor = asExecutor;
        loop = asLoop;
    }

    @Override
    public CallLoop loop() {
        return executor != null && executor.inEventLoop(this) ? loop : null;
    }
}
