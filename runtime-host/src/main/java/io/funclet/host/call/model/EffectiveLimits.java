package io.funclet.host.call.model;

import io.funclet.host.config.LaunchProfile;
import io.funclet.host.config.RequestedLimits;
import java.time.Duration;

/**
 * The limits in force for a function: from its configuration, else from its author, else the defaults.
 *
 * @param timeout the longest time of a call; at most {@code server.timeout}
 * @param concurrency the most calls that run at once; at most what the other functions leave of the workers
 * @param queue the most calls that wait while so many run
 */
public record EffectiveLimits(Duration timeout, int concurrency, int queue) {

    /** Each waiting call keeps its message and its stream in memory. */
    private static final int BYTES_OF_A_WAITING_CALL = 16 * 1024;

    private static final int MOST_WAITING = 4096;
    private static final int LEAST_WAITING = 256;

    /** Generous, because a rejected call makes a manager kill the process. */
    public static EffectiveLimits byDefault(Duration timeout, int workers) {
        long fitting = Runtime.getRuntime().maxMemory() / BYTES_OF_A_WAITING_CALL;
        return new EffectiveLimits(timeout, workers, (int) Math.max(LEAST_WAITING, Math.min(fitting, MOST_WAITING)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EffectiveLimits that
                && timeout.equals(that.timeout)
                && concurrency == that.concurrency
                && queue == that.queue;
    }

    @Override
    public int hashCode() {
        return timeout.hashCode() + concurrency;
    }

    /** Other limits, completed by these. */
    public EffectiveLimits with(RequestedLimits said) {
        Duration own = said.timeout()
                .map(LaunchProfile::limit)
                .filter(it -> it.compareTo(timeout) < 0)
                .orElse(timeout);
        return new EffectiveLimits(
                own,
                Math.min(said.concurrency().orElse(concurrency), concurrency),
                said.queue().orElse(queue));
    }

    /** Why one more call of a function is rejected. */
    public String overload(String function) {
        return "more than " + (concurrency + queue) + " calls of function " + function
                + " at once, as its concurrency of " + concurrency + " and its queue of " + queue + " allow";
    }
}
