package io.funclet.host.call.worker;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** The threads that run functions. Beyond a limit, calls queue. */
public final class CallExecutor implements Executor, AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private volatile int max;
    private final IntSupplier lost;
    private final ThreadFactory threads;

    /** In order of arrival. Shared by all pools, so that a new pool takes what the old one left. */
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** Replaced under this object's monitor. */
    private volatile WorkerPool workerPool;

    private final ThreadStarvation starvation = new ThreadStarvation(() -> workerPool.wake(), tasks);

    private volatile boolean closed;

    /**
     * Makes an executor without threads. They start with the calls, and end when idle.
     *
     * @param lost how many threads run a task that ignores interruption; as many more may start
     */
    public CallExecutor(int max, IntSupplier lost) {
        this(max, lost, CallExecutor::thread);
    }

    public CallExecutor(int max, IntSupplier lost, ThreadFactory threads) {
        this.max = max;
        this.lost = lost;
        this.threads = threads;
        this.workerPool = newPool();
    }

    private WorkerPool newPool() {
        return new WorkerPool(() -> max, lost, threads, tasks);
    }

    /** Inherits no thread locals from the creating thread, which may run a function. */
    private static Thread thread(Runnable worker) {
        Thread thread = new Thread(null, worker, "call-" + NUMBER.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** Sets the largest number of threads. Surplus threads end after their current task. */
    public void allow(int most) {
        max = most;
        wake();
    }

    /** Sets the timers that look for threads for waiting tasks. */
    public void use(ScheduledExecutorService timers) {
        starvation.use(timers);
    }

    /**
     * Runs a task on a worker, in order. Returns at once. If the system gives no thread at all, the task waits; a new
     * call is rejected if that takes too long. After {@link #close} this does nothing.
     */
    @Override
    public void execute(Runnable task) {
        if (closed) {
            return;
        }
        tasks.add(task);
        wake();
    }

    private void wake() {
        try {
            workerPool.wake();
        } catch (OutOfMemoryError none) {
            // At a thread limit, one is free soon, when a start or an old worker ends. Waiting is better than
            // failing: a failed call makes its manager restart the process.
            starvation.begin();
        }
    }

    /**
     * Runs later tasks on new threads. The old ones end with their current tasks. Their thread locals no longer keep
     * the class loader of a removed version reachable.
     */
    public synchronized void renew() {
        if (closed) {
            return;
        }
        WorkerPool old = workerPool;
        workerPool = newPool();
        old.dismiss();
        // Tasks that only the old pool was woken for.
        wake();
    }

    /** Starts no more tasks. Those that run go on. Does not wait. */
    public synchronized void retire() {
        closed = true;
        tasks.clear();
        workerPool.dismiss();
    }

    /** Interrupts running tasks, and starts no more. Does not wait. */
    @Override
    public synchronized void close() {
        retire();
        workerPool.interrupt();
    }
}
