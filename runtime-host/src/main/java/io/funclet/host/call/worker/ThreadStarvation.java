package io.funclet.host.call.worker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * Tasks for which the system gives no thread, and which no worker will come for: it is tried again and again to find one.
 * Meanwhile calls that have just come are rejected if that takes too long; one that has waited for its function waits on.
 */
final class ThreadStarvation {

    private static final Logger LOG = Logger.getLogger(ThreadStarvation.class.getName());

    private static final long LOOK_MILLIS = 20;

    /** An update, which takes threads too, is over by then, also on a slow machine. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Runnable findWorker;
    private final Queue<Runnable> tasks;

    /** {@code null} where nobody looks, and the next task has to do. */
    private volatile Timers timers;

    /** Whether a look is ahead. */
    @GuardedBy("this")
    private boolean looking;

    /** When the first look was asked for. */
    @GuardedBy("this")
    private long began;

    /**
     * Of a pool.
     *
     * @param findWorker has a worker come for the tasks; throws an {@link OutOfMemoryError} if the system gives none
     * @param tasks those that wait
     */
    ThreadStarvation(Runnable findWorker, Queue<Runnable> tasks) {
        this.findWorker = findWorker;
        this.tasks = tasks;
    }

    void use(Timers looks) {
        timers = looks;
    }

    /** There is a task, and no thread. Throws nothing: whoever brings a task may be in the midst of something. */
    void begin() {
        synchronized (this) {
            if (looking || timers == null) {
                return;
            }
            looking = true;
            began = System.nanoTime();
        }
        lookLater();
    }

    private void lookLater() {
        try {
            timers.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RuntimeException | Error stopping) {
            // Or there is no thread for the timer either: the next task has it tried again.
            synchronized (this) {
                looking = false;
            }
        }
    }

    private void look() {
        try {
            findWorker.run();
            synchronized (this) {
                looking = false;
            }
            // For a task that came just now, and counted on this look.
            findWorker.run();
        } catch (OutOfMemoryError none) {
            synchronized (this) {
                looking = true;
            }
            reject(none);
            lookLater();
        }
    }

    private void reject(OutOfMemoryError none) {
        boolean tooLong;
        synchronized (this) {
            tooLong = System.nanoTime() - began > PATIENCE_NANOS;
        }
        int rejected = 0;
        for (Runnable task : tasks) {
            // What has ended, in whatever way, needs no worker, and must not hold up the end of the process.
            if (task instanceof WorkerTask call
                    && (call.hasEnded() || tooLong && !call.hasStarted())
                    && tasks.remove(call)) {
                rejected += call.hasEnded() ? 0 : 1;
                call.reject("no thread can be had for the call: " + none.getMessage());
            }
        }
        if (rejected > 0) {
            LOG.warning("no thread can be had for calls: rejected " + rejected);
        }
    }
}
