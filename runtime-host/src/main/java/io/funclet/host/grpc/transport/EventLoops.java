package io.funclet.host.grpc.transport;

import io.grpc.netty.shaded.io.netty.channel.IoEventLoop;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.SingleThreadIoEventLoop;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** The event loops of this process. Keeps the uncaught error that ended one of them. */
public final class EventLoops extends MultiThreadIoEventLoopGroup {

    /**
     * The first error. Without an initial value, because the superclass makes the loops before this field is
     * initialized.
     */
    private volatile Throwable causeOfDeath;

    private final Collection<Executor> started = new ConcurrentLinkedQueue<>();

    public EventLoops(int count, IoHandlerFactory handlers) {
        super(count, handlers);
    }

    /** The error that ended an event loop; {@code null} if there was none. */
    public Throwable causeOfDeath() {
        return causeOfDeath;
    }

    /** The event loops that have started a thread, as a live view. */
    public Collection<Executor> started() {
        return Collections.unmodifiableCollection(started);
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... arguments) {
        return new SingleThreadIoEventLoop(this, executor, handlers) {
            @Override
            protected void run() {
                started.add(this);
                try {
                    super.run();
                } catch (Throwable end) {
                    if (causeOfDeath == null) {
                        causeOfDeath = end;
                    }
                    throw end;
                }
            }
        };
    }
}
