package io.funclet.host.deploy.work;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.config.LaunchProfile;
import io.funclet.host.deploy.status.RetryStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Schedules further looks at a file: when resources may be free again, and after a failed start, with growing delays. At
 * most one of each kind is scheduled. Any thread.
 */
public final class DelayedRetry {

    /** Until a full disk is tried again. */
    private static final long ROOM_MILLIS =
            LaunchProfile.fixedWait(Duration.ofSeconds(5)).toMillis();

    private static final long FIRST_MILLIS =
            LaunchProfile.fixedWait(Duration.ofSeconds(1)).toMillis();

    /** A device may be back any minute; an attempt costs about as much as an update. */
    private static final long LONGEST_MILLIS = TimeUnit.MINUTES.toMillis(5);

    private static final int MOST_DOUBLINGS = 10;

    private final ScheduledExecutorService timers;
    private final Runnable look;
    private final Runnable counter;

    /** The look for free resources; {@code null} if there was none. */
    @GuardedBy("this")
    private Future<?> room;

    /** The look after a failed start; {@code null} if none is scheduled. */
    @GuardedBy("this")
    private Future<?> next;

    /** When that is due; {@code null} if none is scheduled. */
    @GuardedBy("this")
    private Instant due;

    /** How many starts have failed in a row; 0 if there is nothing to retry. */
    @GuardedBy("this")
    private int failures;

    @GuardedBy("this")
    private int attempts;

    /** The fingerprint of the jar that failed to start. */
    @GuardedBy("this")
    private long failed;

    /** The fingerprints of jars that hang in a start that was given up. */
    @GuardedBy("this")
    private final Set<Long> hanging = new HashSet<>();

    /**
     * @param look lets a worker look at the file
     * @param counter run for each further attempt at a start
     */
    public DelayedRetry(ScheduledExecutorService timers, Runnable look, Runnable counter) {
        this.timers = timers;
        this.look = look;
        this.counter = counter;
    }

    public synchronized void whenResourcesMayBeFree() {
        if (room == null || room.isDone()) {
            room = timers.schedule(look, ROOM_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** A start has failed that may succeed later. */
    public synchronized void afterFailedStart(long fingerprint) {
        cancel();
        failed = fingerprint;
        failures++;
        schedule();
    }

    /** Not while the previous start hangs: each further one could cost a further thread. */
    @GuardedBy("this")
    private void schedule() {
        if (!hanging.contains(failed)) {
            long millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, MOST_DOUBLINGS));
            due = Instant.now().plusMillis(millis);
            next = timers.schedule(this::retry, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void retry() {
        synchronized (this) {
            next = null;
            due = null;
            attempts++;
        }
        counter.run();
        look.run();
    }

    public synchronized void reset() {
        cancel();
        failures = 0;
        attempts = 0;
    }

    @GuardedBy("this")
    private void cancel() {
        if (next != null) {
            next.cancel(false);
            next = null;
            due = null;
        }
    }

    /** A start hangs, and was given up. */
    public void hangs(long fingerprint, CompletableFuture<Void> end) {
        synchronized (this) {
            hanging.add(fingerprint);
        }
        end.thenRun(() -> hasEnded(fingerprint));
    }

    private synchronized void hasEnded(long fingerprint) {
        hanging.remove(fingerprint);
        if (failures > 0 && fingerprint == failed && next == null) {
            schedule();
        }
    }

    public synchronized boolean isHanging(long fingerprint) {
        return hanging.contains(fingerprint);
    }

    /** Whether a look is scheduled, or comes when a start that hangs has ended. */
    public synchronized boolean isAhead() {
        return failures > 0 || room != null && !room.isDone();
    }

    /** {@code null} if there is nothing to retry. */
    public synchronized RetryStatus status() {
        return failures == 0 ? null : new RetryStatus(attempts, due);
    }
}
