package io.funclet.host.it.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;

/** Waits for what another process does, which sends no event: looks again and again, and gives up at a deadline. */
public final class Await {

    /** Far more than anything takes on a busy machine: reaching it means that the thing does not happen. */
    public static final Duration LONG = Duration.ofSeconds(30);

    /** More than what happens at once takes; less than a start that waits in vain for something, until its limit. */
    public static final Duration SHORT = Duration.ofSeconds(8);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Await() {}

    /** A condition that reads files or connects. */
    public interface Condition {
        boolean holds() throws Exception;
    }

    /**
     * Returns as soon as the condition holds; fails the test at the deadline.
     *
     * @param what completes the sentence "... did not come true"
     * @param evidence is added to the failure
     */
    public static void until(String what, Duration deadline, Condition condition, Supplier<?> evidence)
            throws Exception {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                Assertions.fail(what + ": not within " + deadline + ". There is: " + evidence.get());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
