package io.funclet.host.call.stat;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * The functions that use memory, while little is free.
 *
 * @param scarce whether memory has run out, and not only may do so
 * @param period for which allocations are told; zero at the first look
 * @param uses what is known; those that use the most come first
 */
public record MemoryStatus(boolean scarce, Duration period, List<Use> uses) {

    public MemoryStatus {
        uses = List.copyOf(uses);
    }

    /**
     * What a function uses. Nothing tells what it keeps.
     *
     * @param allocatedBytes by its calls, in the period; 0 if that is not measured
     * @param waitingBytes of the events of its waiting calls
     */
    public record Use(
            String function, String tenant, long allocatedBytes, int running, int waiting, long waitingBytes) {}

    /** The same of some of the functions. */
    public MemoryStatus of(Predicate<Use> some) {
        return new MemoryStatus(scarce, period, uses.stream().filter(some).toList());
    }
}
