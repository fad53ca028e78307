package io.funclet.host.grpc.transport;

import io.grpc.netty.shaded.io.netty.channel.IoEventLoop;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import io.grpc.netty.shaded.io.netty.util.concurrent.ScheduledFuture;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The event loops of this process, and timers on them. A loop starts its thread with its first task. */
public final class EventLoops extends MultiThreadIoEventLoopGroup {

    /** Without an initial value: the superclass makes the loops before this field is initialized. */
    private volatile Throwable causeOfDeath;

    private final Collection<CallEventLoop> started = new ConcurrentLinkedQueue<>();

    /** Each call looks for its loop, and an iterator would cost an object. */
    private final EventExecutor[] loops = new EventExecutor[executorCount()];

    public EventLoops(int count, IoHandlerFactory handlers) {
        super(count, LoopThread.factory(), handlers);
        int filled = 0;
        for (EventExecutor loop : this) {
            loops[filled++] = loop;
        }
    }

    /** The event loop of the current thread; any of them on other threads. */
    public EventExecutor current() {
        int number = currentNumber();
        return number < 0 ? next() : loops[number];
    }

    /** The number of the event loop that the current thread runs, from 0; -1 on other threads. */
    public int currentNumber() {
        for (int number = 0; number < loops.length; number++) {
            if (loops[number].inEventLoop()) {
                return number;
            }
        }
        return -1;
    }

    /** Runs a short task on the event loop of the current thread: another one would have to be woken. */
    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return current().schedule(task, delay, unit);
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

    /** The first uncaught error that ended an event loop; {@code null} if there was none, or it is not known. */
    public Throwable causeOfDeath() {
        return causeOfDeath;
    }

    /** The event loops that have started a thread, as a live view. Functions may have run on these threads. */
    public Iterable<? extends Executor> started() {
        return started;
    }

    /** Forgets what functions have left in thread locals of the event loops. Does not wait. */
    public void renew() {
        started.forEach(CallEventLoop::renew);
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... arguments) {
        return new CallEventLoop(this, executor, handlers) {
            @Override
            protected void run() {
                started.add(this);
                super.run();
            }

            @Override
            protected void died(Throwable error) {
                if (causeOfDeath == null) {
                    causeOfDeath = error;
                }
            }
        };
    }
}
