package io.funclet.host.call.stat;

/**
 * What the calls of a function cost, since the process started: scaled up from those that were measured.
 *
 * @param events the sizes of the payloads that the function was given
 * @param responses the sizes of the payloads that it answered
 * @param cpuNanos how much CPU time it took on the threads that called it
 * @param allocatedBytes how much memory it allocated there
 * @param measured how many calls were measured
 */
public record FunctionCosts(
        SizeHistogram events, SizeHistogram responses, long cpuNanos, long allocatedBytes, long measured) {}
