package io.funclet.host.log.throttle;

import io.funclet.host.log.LogContext;
import io.funclet.host.log.ThrottleDecision;
import java.util.logging.LogRecord;

/**
 * A line that tells of others which were held back.
 *
 * @param event the line
 * @param mark whose lines they were; {@code null} if they belonged to no function
 * @param throttleDecision how to write it
 */
public record SuppressionNotice(LogRecord event, LogContext mark, ThrottleDecision throttleDecision) {

    /** A time in whole seconds; something that was is never told as nothing. */
    static long seconds(long fromNanos, long toNanos) {
        return Math.max(1, (toNanos - fromNanos + 500_000_000) / 1_000_000_000);
    }
}
