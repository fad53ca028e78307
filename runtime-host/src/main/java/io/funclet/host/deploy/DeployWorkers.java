package io.funclet.host.deploy;

import io.funclet.host.deploy.TimeLimit.Patience;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which deployments run: two, or one where threads are few, and one more for each that waits for a bundle which takes its time, so that
 * bundles that hang hold up no other deployment.
 */
final class DeployWorkers implements Executor, Patience, AutoCloseable {

    /** The launcher says how many fit into the limit of threads. */
    private static final int BUSY = Integer.getInteger("funclet.deployers", 2);

    private static final long IDLE_SECONDS = 5;
    private static final long CLOSE_SECONDS = 3;

    private final ThreadPoolExecutor pool;

    DeployWorkers() {
        pool = new ThreadPoolExecutor(
                BUSY, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "deploy");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        if (!pool.isShutdown()) {
            pool.execute(task);
        }
    }

    /** The calling worker only waits from now on: another one takes its place. */
    @Override
    public synchronized void begin() {
        pool.setCorePoolSize(pool.getCorePoolSize() + 1);
    }

    /** The calling worker works again. */
    @Override
    public synchronized void end() {
        pool.setCorePoolSize(pool.getCorePoolSize() - 1);
    }

    /** Whether nothing is deployed any more, and what still ends badly is no news. */
    boolean areClosed() {
        return pool.isShutdown();
    }

    /** Interrupts what runs, and waits for it, bounded: it should end before the framework does. */
    @Override
    public void close() {
        pool.shutdownNow();
        try {
            pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
