package io.funclet.host.call.quota;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/** How many threads functions of a tenant have started. Counted at most five times a second. Thread-safe. */
final class ThreadCount {

    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final IntSupplier counter;
    private final AtomicLong counted = new AtomicLong(System.nanoTime() - FRESH_NANOS);

    private volatile int count;

    ThreadCount(IntSupplier counter) {
        this.counter = counter;
    }

    int count(long now) {
        long last = counted.get();
        if (now - last >= FRESH_NANOS && counted.compareAndSet(last, now)) {
            count = counter.getAsInt();
        }
        return count;
    }
}
