package io.funclet.host.call.stat;

/**
 * The costs of the calls of a function since the process started, scaled up from the measured ones.
 *
 * @param cpuNanos on the threads that called it
 * @param allocatedBytes on these threads
 * @param measured how many calls were measured
 */
public record FunctionCosts(
        SizeHistogram events, SizeHistogram responses, long cpuNanos, long allocatedBytes, long measured) {}
