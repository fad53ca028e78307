package io.funclet.host.call.quota;

import io.funclet.host.config.quota.QuotaKind;
import io.funclet.host.log.LogContext;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One limit of a tenant or a function, and how often it was exceeded. Thread-safe. */
final class Quota {

    private static final Logger LOG = Logger.getLogger(Quota.class.getName());

    /** A line in so long is enough. */
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(10);

    final QuotaKind kind;
    final boolean hard;
    final long limit;

    /** {@code null} for what is a number of this moment. */
    final Credit credit;

    private final String name;
    private final LogContext owner;
    private final LongAdder exceeded = new LongAdder();
    private final AtomicLong told;

    Quota(String name, LogContext owner, QuotaKind kind, boolean hard, long limit, long burstNanos, long now) {
        this.name = name;
        this.owner = owner;
        this.kind = kind;
        this.hard = hard;
        this.limit = limit;
        this.told = new AtomicLong(now - TELL_NANOS);
        this.credit = switch (kind) {
            case CONCURRENT, QUEUE, THREADS -> null;
            case RATE, PAYLOAD, LOG, ALLOCATION -> new Credit(limit, burstNanos, now);
            // Nanoseconds.
            case CPU -> new Credit(limit * 1e7, burstNanos, now);
        };
    }

    /** How much is used of what has these quotas, which may be {@code null}. */
    static QuotaStatus.Use use(QuotaKind kind, long used, Quota soft, Quota hard) {
        return new QuotaStatus.Use(
                kind.key(),
                used,
                soft == null ? 0 : soft.limit,
                hard == null ? 0 : hard.limit,
                soft == null ? 0 : soft.exceeded(),
                hard == null ? 0 : hard.exceeded());
    }

    /** Whether a hard quota of it is a debt that later calls have to wait for. */
    boolean rejectsLaterCalls() {
        return credit != null && kind != QuotaKind.RATE && kind != QuotaKind.LOG;
    }

    long exceeded() {
        return exceeded.sum();
    }

    /** Counts a call that was rejected, or a line that was left out, or what went beyond. The log has one line for many. */
    void exceed(long now) {
        exceeded.increment();
        long last = told.get();
        if (now - last >= TELL_NANOS && told.compareAndSet(last, now)) {
            boolean lines = kind == QuotaKind.LOG;
            owner.log(
                    LOG,
                    Level.WARNING,
                    name + " is over its " + this + ": " + exceeded() + (lines ? " lines were " : " calls were ")
                            + (!hard ? "in excess" : lines ? "left out" : "rejected") + " so far");
        }
    }

    /** When another call may succeed, in words. */
    String words(long millis) {
        return switch (kind) {
            case CONCURRENT -> "when a call has ended";
            case QUEUE -> "when a waiting call has begun";
            case THREADS -> "when some of its threads have ended";
            case RATE, PAYLOAD, LOG, ALLOCATION, CPU -> "in " + millis + " ms";
        };
    }

    /** Such as {@code hard quota of 100 calls a second}. */
    @Override
    public String toString() {
        return (hard ? "hard" : "soft") + " quota of " + kind.words(limit);
    }
}
