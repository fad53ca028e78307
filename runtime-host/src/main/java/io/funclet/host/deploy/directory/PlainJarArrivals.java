package io.funclet.host.deploy.directory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.config.LaunchProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Plain jars that come to a running directory one after another. They wait for each other: with half of them, a bundle might
 * start on a part of a package. The last one is looked at first, and takes the others along. Any thread.
 */
public final class PlainJarArrivals {

    private static final long QUIET_NANOS =
            LaunchProfile.fixedWait(Duration.ofSeconds(1)).toNanos();

    /** Jars may come all the time. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** After this, those that were not taken along are looked at. */
    private static final long OTHERS_MILLIS =
            LaunchProfile.fixedWait(Duration.ofSeconds(2)).toMillis();

    /** A look for each, which returns at once. */
    @GuardedBy("this")
    private final List<Runnable> looks = new ArrayList<>();

    @GuardedBy("this")
    private ScheduledFuture<?> timer;

    @GuardedBy("this")
    private long first;

    PlainJarArrivals() {}

    /**
     * A jar has come, or has changed. Looks at it when no other has for a second, or ten seconds after the first one.
     *
     * @param look lets a worker look at it; returns at once
     */
    public synchronized void add(ScheduledExecutorService timers, Runnable look) {
        long now = System.nanoTime();
        if (looks.isEmpty()) {
            first = now;
        } else {
            timer.cancel(false);
        }
        looks.add(look);
        long wait = Math.max(0, Math.min(QUIET_NANOS, first + MOST_NANOS - now));
        timer = timers.schedule(() -> end(timers), wait, TimeUnit.NANOSECONDS);
    }

    private synchronized void end(ScheduledExecutorService timers) {
        if (!looks.isEmpty()) {
            Runnable last = looks.remove(looks.size() - 1);
            looks.forEach(other -> timers.schedule(other, OTHERS_MILLIS, TimeUnit.MILLISECONDS));
            looks.clear();
            last.run();
        }
    }

    /** Whether jars wait for further ones. */
    public synchronized boolean areAwaited() {
        return !looks.isEmpty();
    }
}
