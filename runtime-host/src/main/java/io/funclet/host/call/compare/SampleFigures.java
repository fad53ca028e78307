package io.funclet.host.call.compare;

import io.funclet.host.call.stat.Latency;

/**
 * The figures of a sample.
 *
 * @param calls those that have ended, with or without success
 * @param errors those that failed on the version
 * @param panics those that ended by an {@link Error}, such as a missing class
 * @param durations how long the handler took, without any wait before it
 */
public record SampleFigures(long calls, long errors, long panics, Latency durations) {

    SampleFigures plus(SampleFigures others) {
        return new SampleFigures(
                calls + others.calls, errors + others.errors, panics + others.panics, durations.plus(others.durations));
    }

    /** Without these durations. */
    public SampleFigures since(Latency before) {
        return new SampleFigures(calls, errors, panics, durations.since(before));
    }
}
