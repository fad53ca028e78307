package io.funclet.host.grpc.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/** Logs events that any client can cause, at most one line a second, so that they do not fill the log. Thread-safe. */
public final class RateLimitedLog {

    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Logger log;

    @GuardedBy("this")
    private long last = System.nanoTime() - QUIET_NANOS;

    /** How many events were skipped since. */
    @GuardedBy("this")
    private int passedOver;

    public RateLimitedLog(Class<?> owner) {
        this.log = Logger.getLogger(owner.getName());
    }

    public synchronized void info(String event) {
        long now = System.nanoTime();
        if (now - last < QUIET_NANOS) {
            passedOver++;
            return;
        }
        log.info(event + (passedOver == 0 ? "" : " (and " + passedOver + " more since the last one)"));
        last = now;
        passedOver = 0;
    }
}
