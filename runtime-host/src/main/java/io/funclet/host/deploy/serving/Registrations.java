package io.funclet.host.deploy.serving;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.deploy.jar.RejectedException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Counts the functions that a bundle registers, and lets a thread wait for one more. Thread-safe. */
final class Registrations {

    private static final long ASK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    @GuardedBy("this")
    private int count;

    synchronized int count() {
        return count;
    }

    synchronized void add() {
        count++;
        notifyAll();
    }

    /**
     * Waits for one more.
     *
     * @param before the count of the last look
     * @param end when to give up, as {@link System#nanoTime()}
     * @param inVain asked from time to time whether to stop waiting; not under this object's monitor
     * @return whether there are more than before
     * @throws RejectedException if the process stops meanwhile
     */
    boolean awaitAnother(int before, long end, BooleanSupplier inVain) throws RejectedException {
        try {
            long left = end - System.nanoTime();
            while (count() == before && left > 0 && !inVain.getAsBoolean()) {
                synchronized (this) {
                    if (count == before) {
                        TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, ASK_NANOS));
                    }
                }
                left = end - System.nanoTime();
            }
            return count() != before;
        } catch (InterruptedException stopping) {
            throw new RejectedException("the process is stopping", stopping);
        }
    }
}
