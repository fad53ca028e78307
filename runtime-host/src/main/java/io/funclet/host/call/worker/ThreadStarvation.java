package io.funclet.host.call.worker;

import io.funclet.host.config.LaunchProfile;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;

/**
 * Retries to find a thread for tasks when the system gives none. Rejects new calls if that takes too long. Calls that
 * have waited for their function wait on.
 */
final class ThreadStarvation {

    private static final Logger LOG = Logger.getLogger(ThreadStarvation.class.getName());

    private static final long LOOK_MILLIS = 20;

    /** Longer than an update, which needs threads too, also on a slow machine. */
    private static final long PATIENCE_NANOS =
            LaunchProfile.fixedWait(Duration.ofSeconds(5)).toNanos();

    private final Runnable findWorker;
    private final Queue<Runnable> tasks;

    /** {@code null} if there are no retries; then the next task tries again. */
    private volatile ScheduledExecutorService timers;

    /** Whether a retry is scheduled. */
    private final AtomicBoolean looking = new AtomicBoolean();

    /** When the first retry was scheduled. */
    private volatile long began;

    /** @param findWorker wakes a worker for the tasks; throws an {@link OutOfMemoryError} if the system gives no thread */
    ThreadStarvation(Runnable findWorker, Queue<Runnable> tasks) {
        this.findWorker = findWorker;
        this.tasks = tasks;
    }

    void use(ScheduledExecutorService looks) {
        timers = looks;
    }

    /** Begins to retry. Throws nothing, because any caller may bring a task. */
    void begin() {
        if (timers != null && looking.compareAndSet(false, true)) {
            began = System.nanoTime();
            lookLater();
        }
    }

    private void lookLater() {
        try {
            timers.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RuntimeException | Error stopping) {
            // There may be no thread for the timer either. The next task tries again.
            looking.set(false);
        }
    }

    private void look() {
        try {
            findWorker.run();
            looking.set(false);
            // For a task that has just relied on this retry.
            findWorker.run();
        } catch (OutOfMemoryError none) {
            looking.set(true);
            reject(none);
            lookLater();
        }
    }

    private void reject(OutOfMemoryError none) {
        boolean tooLong = System.nanoTime() - began > PATIENCE_NANOS;
        int rejected = 0;
        for (Runnable task : tasks) {
            // An ended call needs no worker, and must not delay the end of the process.
            if (task instanceof WorkerTask call
                    && (call.hasEnded() || tooLong && !call.hasStarted())
                    && tasks.remove(call)) {
                rejected += call.hasEnded() ? 0 : 1;
                call.reject("the system gives no thread for the call: " + none.getMessage());
            }
        }
        if (rejected > 0) {
            LOG.warning("the system gives no thread for calls: rejected " + rejected);
        }
    }
}
