package io.funclet.host.call.quota;

import java.util.concurrent.TimeUnit;

/** The seconds of the last minute in which calls were rejected. Not thread-safe. */
final class RejectedSeconds {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int MINUTE = 60;

    /** A bit for each second; the lowest one is {@link #last}. */
    private long seconds;

    private long last;

    /** A call is rejected now. Returns in how many seconds of the last minute there were some. */
    int add(long now) {
        long second = Math.floorDiv(now, SECOND);
        long passed = second - last;
        last = second;
        seconds = (passed >= MINUTE ? 0 : seconds << passed) & (1L << MINUTE) - 1 | 1;
        return Long.bitCount(seconds);
    }

    void clear() {
        seconds = 0;
    }
}
