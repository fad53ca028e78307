package io.funclet.host.deploy.work;

import io.funclet.host.config.LaunchProfile;
import io.funclet.host.deploy.work.BoundedTask.Patience;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The threads on which deployments run: two, or one where threads are few, and one more for each that waits for a bundle
 * which takes its time, so that
 * bundles that hang hold up no other deployment.
 */
public final class DeployWorkers implements Executor, Patience, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DeployWorkers.class.getName());

    private static final int BUSY = LaunchProfile.CURRENT.deployThreads();

    private static final long IDLE_SECONDS = 5;
    private static final long CLOSE_SECONDS = 3;

    private final ThreadPoolExecutor pool;

    /** Whether something may wait for a thread, and nobody else will come for it. */
    private volatile boolean stranded;

    public DeployWorkers() {
        pool = new ThreadPoolExecutor(
                BUSY, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "deploy");
                    thread.setDaemon(true);
                    // Not that of a bundle, whose code may be what brings the task.
                    thread.setContextClassLoader(DeployWorkers.class.getClassLoader());
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a task, in its turn; at the limit of threads, as soon as there is one. After the {@link #close} it does nothing.
     */
    @Override
    public void execute(Runnable task) {
        if (pool.isShutdown()) {
            return;
        }
        try {
            pool.execute(task);
        } catch (OutOfMemoryError noThread) {
            if (!pool.getQueue().contains(task)) {
                pool.getQueue().add(task);
            }
            if (!stranded) {
                stranded = true;
                LOG.warning("no thread can be had to deploy on: what has changed waits for one");
            }
        }
    }

    /** Gets a thread for what waits for one, if there is any now. To be called from time to time. */
    public void revive() {
        try {
            if (stranded) {
                pool.prestartCoreThread();
                stranded = false;
            }
        } catch (OutOfMemoryError stillNone) {
            LOG.log(Level.FINE, "still no thread to deploy on", stillNone);
        }
    }

    /** The calling worker only waits from now on: another one takes its place, unless no thread can be had. */
    @Override
    public synchronized void begin() {
        try {
            pool.setCorePoolSize(pool.getCorePoolSize() + 1);
        } catch (OutOfMemoryError noThread) {
            // The number is set all the same, and what is queued waits for those that there are.
            LOG.log(Level.FINE, "no thread for a further deployment", noThread);
        }
    }

    /** The calling worker works again. */
    @Override
    public synchronized void end() {
        pool.setCorePoolSize(pool.getCorePoolSize() - 1);
    }

    /** Whether nothing is deployed any more, and what still ends badly is no news. */
    public boolean areClosed() {
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
