package io.funclet.host.log.output;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.funclet.host.log.TimeSource;
import io.funclet.host.log.format.UtcTimestamp;

/**
 * The times of lines, in the order in which they are written. A line bears the time of its event, as long as no later one
 * was written before it: lines are formatted without a lock, and overtake each other. Guarded by the writer.
 */
final class LineTimestamps {

    /** Where the stamp stands in a line. */
    private final int at;

    private final TimeSource time;
    private long lastMillis = Long.MIN_VALUE;

    LineTimestamps(int at, TimeSource time) {
        this.at = at;
        this.time = time;
    }

    /**
     * Puts the time of its writing into a line that others have overtaken. If the clock was set back, that is before theirs.
     *
     * @param eventMillis the time that stands there
     * @return the time that stands there now
     */
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
