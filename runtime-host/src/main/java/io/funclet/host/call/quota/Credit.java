package io.funclet.host.call.quota;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket that may go into debt: what is used is known only afterwards. Its only number is the time at which it is
 * empty, so that it costs one compare-and-set. Thread-safe.
 */
final class Credit {

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final double nanosPerUnit;
    private final long burstNanos;

    /** When it was, or will be, empty. */
    private final AtomicLong empty = new AtomicLong();

    /**
     * A full one.
     *
     * @param burstNanos how long it takes to become full; at least one unit fits
     */
    Credit(double unitsPerSecond, long burstNanos, long now) {
        this.nanosPerUnit = SECOND / unitsPerSecond;
        this.burstNanos = Math.max(burstNanos, (long) Math.ceil(nanosPerUnit));
        refill(now);
    }

    void refill(long now) {
        empty.set(now - burstNanos);
    }

    /** How many nanoseconds it will be in debt; 0 or less if it is not. */
    long debt(long now) {
        return empty.get() - now;
    }

    /** Takes units if there are so many. Returns how many nanoseconds are missing; 0 or less if it has taken them. */
    long takeIfThere(long units, long now) {
        while (true) {
            long was = empty.get();
            long next = after(was, units, now);
            if (next - now > 0 || empty.compareAndSet(was, next)) {
                return next - now;
            }
        }
    }

    /** Takes units, also into debt. Returns the {@link #debt}. */
    long take(long units, long now) {
        while (true) {
            long was = empty.get();
            long next = after(was, units, now);
            if (empty.compareAndSet(was, next)) {
                return next - now;
            }
        }
    }

    private long after(long was, long units, long now) {
        long full = now - burstNanos;
        return (was - full < 0 ? full : was) + (long) (units * nanosPerUnit);
    }
}
