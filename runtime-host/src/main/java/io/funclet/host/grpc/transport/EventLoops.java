package io.funclet.host.grpc.transport;

import io.grpc.netty.shaded.io.netty.channel.IoEventLoop;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.SingleThreadIoEventLoop;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** The event loops of this process. An error that nobody catches ends one of them for good: it is kept, to be told of. */
public final class EventLoops extends MultiThreadIoEventLoopGroup {

    /** The first one's. Without a value of its own: loops are made before this object is. */
    private volatile Throwable causeOfDeath;

    private final Collection<Executor> started = new ConcurrentLinkedQueue<>();

    public EventLoops(int count, IoHandlerFactory handlers) {
        super(count, handlers);
    }

    /** What one of them has thrown; {@code null} if none has. */
    public Throwable causeOfDeath() {
        return causeOfDeath;
    }

    /** Those that have a thread, at the moment of asking. */
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
