package io.funclet.host.call.model;

import io.funclet.host.config.RequestedLimits;
import java.time.Duration;

/**
 * What a function may use, as it is in force: what its configuration says, else what its author says, else the defaults.
 *
 * @param timeout the longest time of a call; at most {@code server.timeout}
 * @param concurrency the most calls that run at once; at most what the other functions leave of the workers
 * @param queue the most calls that wait while so many run
 */
public record EffectiveLimits(Duration timeout, int concurrency, int queue) {

    /** What waits has to be kept: its message, its stream, and its place in line. */
    private static final int BYTES_OF_A_WAITING_CALL = 16 * 1024;

    private static final int MOST_WAITING = 4096;
    private static final int LEAST_WAITING = 256;

    /**
     * For a function of which nobody says anything. Generous: a call that is rejected makes a manager kill the instance.
     *
     * @param timeout {@code server.timeout}
     * @param workers how many calls may run at once, all functions together
     */
    public static EffectiveLimits byDefault(Duration timeout, int workers) {
        long fitting = Runtime.getRuntime().maxMemory() / BYTES_OF_A_WAITING_CALL;
        return new EffectiveLimits(timeout, workers, (int) Math.max(LEAST_WAITING, Math.min(fitting, MOST_WAITING)));
    }

    /** These limits where nothing else is said. */
    public EffectiveLimits with(RequestedLimits said) {
        Duration own = said.timeout().filter(it -> it.compareTo(timeout) < 0).orElse(timeout);
        return new EffectiveLimits(
                own,
                Math.min(said.concurrency().orElse(concurrency), concurrency),
                said.queue().orElse(queue));
    }
}
