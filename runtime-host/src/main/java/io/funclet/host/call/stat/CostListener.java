package io.funclet.host.call.stat;

/** Receives what calls of a function cost on the threads that run them. Called on these threads; returns at once. */
public interface CostListener {

    /** Whether the allocations of each call count, not those of measured calls alone. */
    boolean wantsEachAllocation();

    /** A call has allocated so many bytes. */
    void allocated(long bytes);

    /** Calls have run so long: a measured one, and those for which it stands. */
    void ran(long cpuNanos);
}
