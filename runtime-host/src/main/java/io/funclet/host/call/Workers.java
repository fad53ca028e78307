package io.funclet.host.call;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which functions run: as many as there are calls, up to a limit, beyond which calls queue. */
public final class Workers implements Executor, AutoCloseable {

    /** Functions may block, on a database or a device: more threads than cores, and few enough for a gateway. */
    public static final int DEFAULT_MAX = 64;

    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor pool;

    /**
     * Makes a pool without threads: they come with the calls, and go when idle.
     *
     * @param max the most threads
     */
    public Workers(int max) {
        AtomicInteger number = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                Math.min(max, Runtime.getRuntime().availableProcessors()),
                max,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new IdleWorkerFirst(),
                task -> {
                    Thread thread = new Thread(task, "call-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                (task, full) -> full.getQueue().add(task));
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Interrupts what runs, and starts nothing more. Does not wait. */
    @Override
    public void close() {
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
