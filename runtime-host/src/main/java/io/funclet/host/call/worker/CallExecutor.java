package io.funclet.host.call.worker;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** The threads on which functions run: as many as there are calls, up to a limit, beyond which calls queue. */
public final class CallExecutor implements Executor, AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private volatile int max;
    private final IntSupplier lost;
    private final ThreadFactory threads;

    /** In the order in which they came; of all pools, so that a new one takes what the old one left. */
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** Replaced under this object's monitor. */
    private volatile WorkerPool workerPool;

    private final ThreadStarvation starvation = new ThreadStarvation(this::findWorker, tasks);

    private volatile boolean closed;

    /**
     * Makes a pool without threads: they come with the calls, and go when idle.
     *
     * @param max the most threads
     * @param lost how many threads run a task that cannot be ended: so many more there may be
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

    /** Without what a thread inherits from the one that makes it, which may be a function's. */
    private static Thread thread(Runnable worker) {
        Thread thread = new Thread(null, worker, "call-" + NUMBER.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Sets the most threads. If there are more, they go when they have done what they are at.
     *
     * @param most the most threads
     */
    public void allow(int most) {
        max = most;
        wake();
    }

    /**
     * Has tasks for which there is no thread looked after.
     *
     * @param timers runs the looks
     */
    public void use(Timers timers) {
        starvation.use(timers);
    }

    /**
     * Runs a task on a worker, in its turn. Returns at once. Where the system gives not even the first thread, the task waits
     * for one; a call that has just come is rejected if that takes too long. After the {@link #close} it does nothing: nobody
     * is left to be answered.
     *
     * @param task the task
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
            // At the limit of threads one is free in a moment: that of a start that ends, or of the pool before. It is
            // worth
            // a wait, because a call that fails costs its caller a start of the process.
            starvation.begin();
        }
    }

    /** @throws OutOfMemoryError if there is a task, and the system still gives no thread */
    private void findWorker() {
        workerPool.wake();
    }

    /**
     * Runs what comes from now on by new threads; the old ones end with what they have. What a function has left in
     * thread locals goes with them, and no longer keeps the class loader of a version that is gone.
     */
    public synchronized void renew() {
        if (closed) {
            return;
        }
        WorkerPool old = workerPool;
        workerPool = newPool();
        old.dismiss();
        // Tasks for which only the old pool was woken.
        wake();
    }

    /** Interrupts what runs, and starts nothing more. Does not wait. */
    @Override
    public synchronized void close() {
        closed = true;
        tasks.clear();
        workerPool.dismiss();
        workerPool.interrupt();
    }
}
