package io.funclet.host.grpc.transport;

import io.funclet.host.call.worker.CallLoop;
import io.grpc.netty.shaded.io.netty.channel.IoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.SingleThreadIoEventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * An event loop that runs calls when it has read what is there, and before it writes.
 *
 * <p>Calls run outside of Netty's code, so all connections are in order while a function runs, and another thread can go
 * on with them. What the threads share passes from one to the next by {@link #running} and {@link #owner}.
 */
class CallEventLoop extends SingleThreadIoEventLoop implements CallLoop {

    /** Connections wait no longer than this for calls, in one turn. The other calls go to workers. */
    private static final long CALLS_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    /** A look at a call takes some ten microseconds. */
    private static final long INSPECTION_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** At the end of the process, a call may still keep the first thread. */
    private static final long LAST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** As Netty's own loop: so long do tasks run before it reads again. */
    private static final long TASKS_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The calls that wait for their turn. */
    private final ArrayDeque<Task> calls = new ArrayDeque<>();

    /** The call that runs its function; {@code null} if none does. Who sets it to null keeps or gets the loop. */
    private final AtomicReference<Task> running = new AtomicReference<>();

    /** The thread of the loop; {@code null} before it starts. */
    private volatile Thread owner;

    /** The first thread, which Netty knows, if it waits to get the loop back: only it can end the loop. */
    private volatile Thread returning;

    /** When a call was looked at. */
    private long inspected = System.nanoTime();

    private boolean inspectsNext;

    /** What a call takes on average, so that a loop sees in advance how many it has time for. */
    private long callNanos;

    CallEventLoop(IoEventLoopGroup group, Executor executor, IoHandlerFactory handlers) {
        super(group, executor, handlers);
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return thread == owner;
    }

    @Override
    protected void run() {
        try {
            own();
            ioHandler().initialize();
            turns(true);
        } catch (Throwable end) {
            died(end);
            throw end;
        }
    }

    /** An error ends the loop. On its thread. */
    protected void died(Throwable error) {}

    private void own() {
        Thread self = Thread.currentThread();
        if (self instanceof LoopThread carrier) {
            carrier.runs(this, this);
        }
        owner = self;
    }

    /** Runs the loop until it ends, or, on a thread that is not the first one, until another thread has it. */
    private void turns(boolean first) {
        boolean ends;
        do {
            if (!first && returning != null) {
                giveBack();
                return;
            }
            runIo();
            if (isShuttingDown()) {
                ioHandler().prepareToDestroy();
            }
            if (!runCalls()) {
                if (!first) {
                    return;
                }
                awaitReturn();
            }
            runAllTasks(TASKS_NANOS);
            ends = confirmShutdown();
            if (ends && !first) {
                awaitFirst();
                return;
            }
        } while (!ends);
    }

    /** Returns whether this is still the thread of the loop. */
    private boolean runCalls() {
        if (calls.isEmpty()) {
            return true;
        }
        while (calls.size() > 1 && calls.size() * callNanos > CALLS_NANOS) {
            calls.poll().leave();
        }
        long begun = System.nanoTime();
        long end = begun + CALLS_NANOS;
        if (begun - inspected > INSPECTION_NANOS) {
            inspected = begun;
            inspectsNext = true;
        }
        Thread self = Thread.currentThread();
        int ran = 0;
        for (Task call = calls.poll(); call != null; call = calls.poll()) {
            if (ran > 0 && System.nanoTime() - end > 0) {
                call.leave();
                continue;
            }
            try {
                call.run();
            } catch (Throwable defect) {
                self.getUncaughtExceptionHandler().uncaughtException(self, defect);
            }
            if (owner != self) {
                return false;
            }
            ran++;
        }
        callNanos += ((System.nanoTime() - begun) / ran - callNanos) / 8;
        return true;
    }

    @Override
    public void add(Task call) {
        calls.add(call);
    }

    @Override
    public boolean inspects() {
        boolean next = inspectsNext;
        inspectsNext = false;
        return next;
    }

    @Override
    public void beginFunction(Task call) {
        running.setRelease(call);
    }

    @Override
    public void endFunction(Task call) {
        if (!running.compareAndSet(call, null)) {
            // Another thread is taking over at this moment.
            Thread self = Thread.currentThread();
            while (owner == self) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void replace(Task call) {
        Thread thread =
                new LoopThread(null, () -> takeOver(call), threadProperties().name() + "-replaced");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError none) {
            takeOver(call);
        }
    }

    private void takeOver(Task call) {
        if (running.compareAndSet(call, null)) {
            own();
            // Their functions may be of the same kind, and they have waited long enough.
            for (Task late = calls.poll(); late != null; late = calls.poll()) {
                late.leave();
            }
            try {
                turns(false);
            } catch (Throwable end) {
                died(end);
                shutdownGracefully(0, 0, TimeUnit.SECONDS);
                awaitFirst();
                throw end;
            }
        }
    }

    /** Forgets what functions have left in thread locals of this loop's threads. Any thread. Does not wait. */
    void renew() {
        try {
            execute(LoopThread::forgetThreadLocals);
        } catch (RejectedExecutionException ended) {
            // With the loop.
        }
    }

    /** Waits until the first thread can end the loop. */
    private void awaitFirst() {
        while (returning == null) {
            LockSupport.parkNanos(this, LAST_LOOK_NANOS);
        }
        giveBack();
    }

    private void giveBack() {
        Thread first = returning;
        returning = null;
        owner = first;
        LockSupport.unpark(first);
    }

    private void awaitReturn() {
        Thread self = Thread.currentThread();
        returning = self;
        // Ends a wait for events.
        execute(() -> {});
        while (owner != self) {
            LockSupport.park(this);
            // An interruption of a call that has ended must not keep this thread from parking.
            Thread.interrupted();
        }
        // This thread may have missed a renewal.
        LoopThread.forgetThreadLocals();
    }
}
