package io.funclet.host.call.stat;

/** Receives what calls of a function cost on the threads that run them. Called on these threads; returns at once. */
@FunctionalInterface
public interface CostListener {

    /**
     * Calls have used so much: a measured one, and those for which it stands.
     *
     * @param payloadBytes of events and responses
     */
    void used(long payloadBytes, long allocatedBytes, long cpuNanos);
}
