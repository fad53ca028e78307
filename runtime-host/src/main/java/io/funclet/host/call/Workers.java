package io.funclet.host.call;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which functions run: as many as there are calls, up to a limit, beyond which calls queue. */
public final class Workers implements Executor, AutoCloseable {

    /** Functions may block, on a database or a device: more threads than cores, and few enough for a gateway. */
    public static final int DEFAULT_MAX = 64;

    private static final long IDLE_SECONDS = 10;

    private final int max;
    private final AtomicInteger number = new AtomicInteger();

    /** Replaced under this object's monitor. */
    private volatile ThreadPoolExecutor pool;

    /**
     * Makes a pool without threads: they come with the calls, and go when idle.
     *
     * @param max the most threads
     */
    public Workers(int max) {
        this.max = max;
        this.pool = pool();
    }

    private ThreadPoolExecutor pool() {
        ThreadPoolExecutor made = new ThreadPoolExecutor(
                Math.min(max, Runtime.getRuntime().availableProcessors()),
                max,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new IdleWorkerFirst(),
                this::thread,
                this::queueUnlessShutDown);
        made.allowCoreThreadTimeOut(true);
        return made;
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } finally {
                        CurrentCall.forgetThread();
                    }
                },
                "call-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    private void queueUnlessShutDown(Runnable task, ThreadPoolExecutor full) {
        full.getQueue().add(task);
        replaceTheLost(full);
        // The last worker may have gone just before, or the pool been renewed: neither would take the task.
        full.prestartCoreThread();
        if (full.isShutdown() && full.getQueue().remove(task)) {
            throw new RejectedExecutionException();
        }
    }

    /** Workers that a function does not give back count no longer: others take their place, up to as many again. */
    private synchronized void replaceTheLost(ThreadPoolExecutor full) {
        int allowed = max + Math.min(CurrentCall.overtime(), max);
        if (full.getMaximumPoolSize() != allowed) {
            boolean more = full.getMaximumPoolSize() < allowed;
            full.setMaximumPoolSize(allowed);
            if (more) {
                // A worker comes with a task only; then it takes what is queued.
                full.execute(() -> {});
            }
        }
    }

    @Override
    public void execute(Runnable task) {
        for (ThreadPoolExecutor current = pool; ; current = pool) {
            try {
                current.execute(task);
                return;
            } catch (RejectedExecutionException shutDown) {
                if (current == pool) {
                    // Closed: nobody is left to be answered.
                    return;
                }
                // Renewed meanwhile: the new pool takes it.
            }
        }
    }

    /**
     * Runs what comes from now on by new threads; the old ones end with what they have. What a function has left in
     * thread locals goes with them, and no longer keeps the class loader of a version that is gone.
     */
    public synchronized void renew() {
        ThreadPoolExecutor old = pool;
        pool = pool();
        old.shutdown();
    }

    /** Interrupts what runs, and starts nothing more. Does not wait. */
    @Override
    public synchronized void close() {
        pool.shutdownNow();
    }

    /** Takes a task only if a worker waits for one, so that the pool grows before anything queues. */
    private static final class IdleWorkerFirst extends LinkedTransferQueue<Runnable> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }
    }
}
