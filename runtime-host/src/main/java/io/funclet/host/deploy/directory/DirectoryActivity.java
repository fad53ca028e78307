package io.funclet.host.deploy.directory;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** What goes on in a code directory, and whether its start is over. Any thread. */
public final class DirectoryActivity {

    private final AtomicInteger working = new AtomicInteger();

    private final AtomicLong changes = new AtomicLong();

    private final AtomicBoolean switched = new AtomicBoolean(true);

    private final AtomicBoolean rested = new AtomicBoolean();

    public void begin() {
        working.incrementAndGet();
    }

    /** A task has ended. Returns whether it was the last one. */
    public boolean end() {
        boolean last = working.decrementAndGet() == 0;
        synchronized (this) {
            notifyAll();
        }
        return last;
    }

    /**
     * Waits for something that the end of a task may bring about. Returns early if the thread is interrupted, which it stays.
     *
     * @param reached is asked now and when a task has ended; quick
     */
    public synchronized void await(BooleanSupplier reached, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            for (long left = atMost.toMillis(); left > 0 && !reached.getAsBoolean(); ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** No task is under way. Returns whether that is so for the first time. */
    public boolean endStart() {
        return !rested.getAndSet(true);
    }

    /** Whether all jars of the start have been tried: from now on, a bundle that is up is not disturbed. */
    public boolean isStarted() {
        return rested.get();
    }

    /** A bundle has come or gone: others may have waited for that. */
    public void hasChanged() {
        changes.incrementAndGet();
    }

    public long changes() {
        return changes.get();
    }

    /** Other bundles are up than before, or could be used. */
    public void hasSwitched() {
        switched.set(true);
    }

    /** Whether that has happened since the last call. */
    public boolean takeSwitched() {
        return switched.getAndSet(false);
    }
}
