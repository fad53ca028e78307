package io.funclet.host.grpc.transport;

import io.funclet.host.call.worker.Timers;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Timers on the event loop of the current thread: any other event loop would have to be woken. */
public final class EventLoopTimers implements Timers {

    private final EventLoopGroup group;
    private final EventExecutor[] loops;

    public EventLoopTimers(EventLoopGroup group) {
        this.group = group;
        int count = 0;
        for (EventExecutor ignored : group) {
            count++;
        }
        this.loops = new EventExecutor[count];
        for (EventExecutor loop : group) {
            loops[--count] = loop;
        }
    }

    public int count() {
        return loops.length;
    }

    /** Whether no event loop has ended or is ending. */
    public boolean allRun() {
        for (EventExecutor loop : loops) {
            if (loop.isShuttingDown()) {
                return false;
            }
        }
        return true;
    }

    /** The event loop of the current thread; any of them on other threads. */
    public EventExecutor get() {
        for (EventExecutor loop : loops) {
            if (loop.inEventLoop()) {
                return loop;
            }
        }
        return group.next();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return get().schedule(task, delay, unit);
    }
}
