package io.funclet.host.log.output;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.funclet.host.log.TimeSource;
import io.funclet.host.log.format.UtcTimestamp;

/**
 * Keeps the times of lines in the order of writing. A line has the time of its event, unless a later one was written
 * before it: lines are formatted without a lock, and overtake each other. Guarded by the writer.
 */
final class LineTimestamps {

    /** The position of the time in a line. */
    private final int at;

    private final TimeSource time;
    private long lastMillis = Long.MIN_VALUE;

    LineTimestamps(int at, TimeSource time) {
        this.at = at;
        this.time = time;
    }

    /** Puts the time of writing into a line that was overtaken. Returns the time that the line has now. */
    long stamp(byte[] line, long eventMillis) {
        if (eventMillis >= lastMillis) {
            lastMillis = eventMillis;
            return eventMillis;
        }
        lastMillis = time.wallMillis();
        StringBuilder stamp = new StringBuilder(UtcTimestamp.LENGTH);
        UtcTimestamp.append(stamp, lastMillis, ':');
        System.arraycopy(stamp.toString().getBytes(US_ASCII), 0, line, at, UtcTimestamp.LENGTH);
        return lastMillis;
    }
}
