package io.funclet.host.web.metrics;

import io.funclet.host.call.stat.FunctionCosts;
import io.funclet.host.call.stat.FunctionStatus;
import java.util.List;

/** Metrics of what calls cost. */
public final class CostMetrics {

    private static final double NANOS = 1e9;

    private CostMetrics() {}

    public static void add(MetricFamilies families, List<FunctionStatus> functions) {
        MetricFamilies.Histogram events = families.histogram(
                "funclet_event_size_bytes", "Payloads of events, scaled up from the measured calls.");
        MetricFamilies.Histogram responses = families.histogram(
                "funclet_response_size_bytes", "Payloads of responses, scaled up likewise; 0 for \"filter\".");
        MetricFamilies.Counter cpu = families.counter(
                "funclet_function_cpu_seconds",
                "CPU time of a function on the threads that call it, scaled up from the measured calls.");
        MetricFamilies.Counter allocated = families.counter(
                "funclet_function_allocated_bytes",
                "Memory that a function allocated on the threads that call it, scaled up from the measured calls.");
        MetricFamilies.Counter measured = families.counter(
                "funclet_function_measured_calls", "Calls whose payloads, CPU time and allocations were measured.");
        for (FunctionStatus function : functions) {
            FunctionCosts costs = function.costs();
            if (costs != null) {
                String[] name = {"function", function.name()};
                events.add(HistogramBuckets.of(costs.events()), costs.events().totalBytes(), name);
                responses.add(
                        HistogramBuckets.of(costs.responses()),
                        costs.responses().totalBytes(),
                        name);
                cpu.add(costs.cpuNanos() / NANOS, name);
                allocated.add(costs.allocatedBytes(), name);
                measured.add(costs.measured(), name);
            }
        }
    }
}
