package io.funclet.host.deploy.directory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;

/**
 * Plain jars that come to a running directory one after another. They wait for each other: with half of them, a bundle might
 * start on a part of a package. Any thread.
 */
public final class PlainJarArrivals {

    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Jars may come all the time. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);

    @GuardedBy("this")
    private boolean waiting;

    @GuardedBy("this")
    private long first;

    @GuardedBy("this")
    private long last;

    PlainJarArrivals() {}

    /** A jar has come, or has changed. */
    public synchronized void add() {
        last = System.nanoTime();
        first = waiting ? first : last;
        waiting = true;
    }

    /** How many milliseconds to wait for further ones; 0 if none has come for a second, or all have waited for ten. */
    public synchronized long millisLeft() {
        long now = System.nanoTime();
        long left = Math.min(last + QUIET_NANOS - now, first + MOST_NANOS - now);
        waiting &= left > 0;
        return waiting ? TimeUnit.NANOSECONDS.toMillis(left) + 1 : 0;
    }
}
