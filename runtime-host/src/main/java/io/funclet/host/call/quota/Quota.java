package io.funclet.host.call.quota;

import io.funclet.host.config.quota.QuotaKind;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Logger;

/** One limit of a tenant or a function, and how often it was exceeded. Thread-safe. */
final class Quota {

    private static final Logger LOG = Logger.getLogger(Quota.class.getName());

    /** A line in so long is enough. */
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(10);

    final QuotaKind kind;
    final boolean hard;
    final long limit;

    /** {@code null} for calls at once and for threads. */
    final Credit credit;

    private final String owner;
    private final LongAdder exceeded = new LongAdder();
    private final AtomicLong told;

    Quota(String owner, QuotaKind kind, boolean hard, long limit, long burstNanos, long now) {
        this.owner = owner;
        this.kind = kind;
        this.hard = hard;
        this.limit = limit;
        this.told = new AtomicLong(now - TELL_NANOS);
        this.credit = switch (kind) {
            case CONCURRENT, THREADS -> null;
            case RATE, PAYLOAD, ALLOCATION -> new Credit(limit, burstNanos, now);
            // Nanoseconds.
            case CPU -> new Credit(limit * 1e7, burstNanos, now);
        };
    }

    long exceeded() {
        return exceeded.sum();
    }

    /** Counts a call that was rejected, or went beyond. The log has one line for many. */
    void exceed(long now) {
        exceeded.increment();
        long last = told.get();
        if (now - last >= TELL_NANOS && told.compareAndSet(last, now)) {
            LOG.warning(owner + " is over its " + this + ": " + exceeded()
                    + (hard ? " calls were rejected so far" : " calls were in excess so far"));
        }
    }

    /** When another call may succeed, in words. */
    String words(long millis) {
        return switch (kind) {
            case CONCURRENT -> "when a call has ended";
            case THREADS -> "when some of its threads have ended";
            case RATE, PAYLOAD, ALLOCATION, CPU -> "in " + millis + " ms";
        };
    }

    /** Such as {@code hard quota of 100 calls a second}. */
    @Override
    public String toString() {
        return (hard ? "hard" : "soft") + " quota of " + kind.words(limit);
    }
}
