package io.funclet.host.web;

import io.funclet.host.call.FunctionCosts;
import io.funclet.host.call.FunctionStatus;
import java.util.List;
import java.util.stream.Stream;

/** What calls cost. */
final class CostMetrics {

    private static final double NANOS = 1e9;

    private CostMetrics() {}

    static void add(Families families, List<FunctionStatus> functions) {
        Families.Histogram events = families.histogram(
                "funclet_event_size_bytes", "Payloads that a function was given, scaled up from the measured calls.");
        Families.Histogram answers = families.histogram(
                "funclet_answer_size_bytes",
                "Payloads that a function answered, scaled up likewise; 0 for \"filter\".");
        Families.Counter cpu = families.counter(
                "funclet_function_cpu_seconds",
                "CPU time of a function on the threads that call it, scaled up from the measured calls.");
        Families.Counter allocated = families.counter(
                "funclet_function_allocated_bytes",
                "Memory that a function allocated on the threads that call it, scaled up from the measured calls.");
        Families.Counter measured = families.counter(
                "funclet_function_measured_calls", "Calls whose payloads, CPU time and allocations were measured.");
        for (FunctionStatus function : functions) {
            FunctionCosts costs = function.costs();
            if (costs != null) {
                String[] name = {"function", function.name()};
                events.add(Buckets.of(costs.events()), costs.events().totalBytes(), name);
                answers.add(Buckets.of(costs.answers()), costs.answers().totalBytes(), name);
                cpu.add(costs.cpuNanos() / NANOS, name);
                allocated.add(costs.allocatedBytes(), name);
                measured.add(costs.measured(), name);
            }
        }
        Stream.of(events, answers).forEach(Families.Histogram::end);
        Stream.of(cpu, allocated, measured).forEach(Families.Counter::end);
    }
}
