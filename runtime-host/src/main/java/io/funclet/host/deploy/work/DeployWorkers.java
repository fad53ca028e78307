package io.funclet.host.deploy.work;

import io.funclet.host.config.LaunchProfile;
import io.funclet.host.deploy.work.BoundedTask.Patience;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The threads on which deployments run: two, or one where threads are few, and one more for each that waits for a slow bundle.
 * So a bundle that hangs holds up no other deployment.
 */
public final class DeployWorkers implements Executor, Patience, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DeployWorkers.class.getName());

    private static final int BUSY = LaunchProfile.CURRENT.deployThreads();

    private static final long IDLE_MILLIS =
            LaunchProfile.fixedWait(Duration.ofSeconds(5)).toMillis();
    private static final long CLOSE_SECONDS = 3;

    private final ThreadPoolExecutor pool;

    /** Whether a queued task may have no thread that will run it. */
    private volatile boolean stranded;

    public DeployWorkers() {
        pool = new ThreadPoolExecutor(
                BUSY, Integer.MAX_VALUE, IDLE_MILLIS, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "deploy");
                    thread.setDaemon(true);
                    // Not that of a bundle, whose code may be what brings the task.
                    thread.setContextClassLoader(DeployWorkers.class.getClassLoader());
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /** Queues a task; at the limit of threads, until there is one. Does nothing after {@link #close}. */
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
                LOG.warning("there is no thread to deploy on: deployments wait for one");
            }
        }
    }

    /** Gets a thread for queued tasks that have none, if possible. To be called from time to time. */
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

    /** The calling worker only waits from now on: another one takes its place, if there is a thread. */
    @Override
    public synchronized void begin() {
        try {
            pool.setCorePoolSize(pool.getCorePoolSize() + 1);
        } catch (OutOfMemoryError noThread) {
            // The number is set all the same; queued tasks wait for the present threads.
            LOG.log(Level.FINE, "no thread for a further deployment", noThread);
        }
    }

    @Override
    public synchronized void end() {
        pool.setCorePoolSize(pool.getCorePoolSize() - 1);
    }

    /** Whether nothing is deployed any more; later failures are no news. */
    public boolean areClosed() {
        return pool.isShutdown();
    }

    /** Interrupts running tasks and waits some seconds for them: they should end before the framework does. */
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
