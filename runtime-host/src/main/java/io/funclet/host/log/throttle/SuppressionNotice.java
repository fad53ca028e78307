package io.funclet.host.log.throttle;

import io.funclet.host.log.LogContext;
import io.funclet.host.log.ThrottleDecision;
import java.util.logging.LogRecord;

/**
 * The summary of suppressed lines.
 *
 * @param mark of the suppressed lines; {@code null} if they belonged to no function
 */
public record SuppressionNotice(LogRecord event, LogContext mark, ThrottleDecision decision) {

    /** A time in whole seconds, at least 1. */
    static long seconds(long fromNanos, long toNanos) {
        return Math.max(1, (toNanos - fromNanos + 500_000_000) / 1_000_000_000);
    }
}
