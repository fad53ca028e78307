package io.funclet.host.deploy.serving;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.deploy.jar.RejectedException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How often a bundle has registered a function, for whoever waits that it does once more. Thread-safe. */
final class Registrations {

    private static final long ASK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    @GuardedBy("this")
    private int count;

    synchronized int count() {
        return count;
    }

    /** One more. Whoever waits for it goes on, on a thread of its own. */
    synchronized void add() {
        count++;
        notifyAll();
    }

    /**
     * Waits for one more.
     *
     * @param before how many there were when it was looked last
     * @param end when to give up, as {@link System#nanoTime()}
     * @param inVain asked from time to time whether to wait no longer; not under this object's monitor
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
