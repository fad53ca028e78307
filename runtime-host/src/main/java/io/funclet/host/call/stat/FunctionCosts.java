package io.funclet.host.call.stat;

/**
 * The costs of the calls of a function since the process started, scaled up from the measured ones.
 *
 * @param events the sizes of its events
 * @param responses the sizes of its responses
 * @param cpuNanos how much CPU time it took on the threads that called it
 * @param allocatedBytes how much memory it allocated there
 * @param measured how many calls were measured
 */
public record FunctionCosts(
        SizeHistogram events, SizeHistogram responses, long cpuNanos, long allocatedBytes, long measured) {}
