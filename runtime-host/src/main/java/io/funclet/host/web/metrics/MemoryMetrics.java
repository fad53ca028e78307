package io.funclet.host.web.metrics;

import io.funclet.host.call.stat.MemoryStatus;
import io.funclet.host.call.stat.MemoryStatus.Use;
import io.funclet.host.web.metrics.MetricFamilies.Points;

/** Metrics of memory that runs short. */
public final class MemoryMetrics {

    private MemoryMetrics() {}

    /** @param memory {@code null} as long as enough is free */
    public static void add(MetricFamilies families, MemoryStatus memory) {
        families.gauge("funclet_memory_scarce", "1 while a test allocation fails.")
                .add(memory != null && memory.scarce() ? 1 : 0);
        if (memory != null) {
            Points waiting = families.gauge(
                    "funclet_memory_waiting_event_bytes",
                    "Events of waiting calls, of the functions that use memory while little is free.");
            for (Use use : memory.uses()) {
                String[] function = {"function", use.function()};
                waiting.add(
                        use.waitingBytes(),
                        use.tenant().isEmpty() ? function : MetricFamilies.with(function, "tenant", use.tenant()));
            }
        }
    }
}
