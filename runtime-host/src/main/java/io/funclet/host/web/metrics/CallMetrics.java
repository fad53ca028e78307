package io.funclet.host.web.metrics;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.stat.FunctionCosts;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.call.stat.InvalidRequests;
import io.funclet.host.call.stat.VersionStatus;
import io.funclet.host.grpc.wire.StatusMapping;
import io.funclet.host.web.metrics.MetricFamilies.Histogram;
import io.funclet.host.web.metrics.MetricFamilies.Points;
import java.util.List;
import java.util.Map;

/** Metrics of calls and of what they cost. */
public final class CallMetrics {

    private CallMetrics() {}

    public static void add(MetricFamilies families, List<FunctionStatus> functions, InvalidRequests invalid) {
        Points calls = families.counter(
                "funclet_calls", "Calls of a function that have ended, by the caller's protocol and the gRPC status.");
        Points ofVersions = families.counter(
                "funclet_version_calls", "The same for the current version and the last ones before it.");
        Points rejected = families.counter(
                "funclet_calls_rejected", "Calls of a function that were rejected because a limit was reached.");
        Points running = families.gauge("funclet_calls_running", "Calls that run, on any version.");
        Points waiting =
                families.gauge("funclet_calls_waiting", "Calls that wait for a version, for room, or for a worker.");
        Points overtime = families.counter(
                "funclet_calls_overtime", "Calls that ran on after their time was over and they were interrupted.");
        Points serving = families.gauge("funclet_function_serving", "1 if a version serves, 0 if none does.");
        Points current = families.info("funclet_function", "The version that serves.");
        Histogram duration = families.histogram(
                "funclet_call_duration_seconds", "Time from the acceptance of a call to its outcome.");
        for (FunctionStatus function : functions) {
            String[] name = labels(function);
            add(calls, function.answered(), function.failed(), name);
            for (VersionStatus version : function.versions()) {
                add(
                        ofVersions,
                        version.answered(),
                        version.failed(),
                        MetricFamilies.with(name, "version", version.version()));
            }
            rejected.add(function.rejected(), name);
            overtime.add(function.totalOvertime(), name);
            running.add(function.running(), name);
            waiting.add(function.waiting(), name);
            duration.add(function.latency(), name);
            boolean serves = !function.version().isEmpty();
            serving.add(serves ? 1 : 0, name);
            if (serves) {
                current.add(1, MetricFamilies.with(name, "version", function.version()));
            }
        }
        Points unknown =
                families.counter("funclet_invalid_requests", "Requests that name no known function, or are malformed.");
        add(unknown, Map.of(), invalid.failed());
        addCosts(families, functions);
    }

    private static String[] labels(FunctionStatus function) {
        String[] name = {"function", function.name()};
        return function.tenant().isEmpty() ? name : MetricFamilies.with(name, "tenant", function.tenant());
    }

    private static void add(
            Points counter,
            Map<Protocol, Long> answered,
            Map<Protocol, Map<CallFailure, Long>> failed,
            String... labels) {
        answered.forEach((protocol, count) -> add(counter, count, protocol, "OK", "", labels));
        failed.forEach((protocol, failures) -> failures.forEach((failure, count) ->
                add(counter, count, protocol, StatusMapping.code(failure), MetricFamilies.label(failure), labels)));
    }

    private static void add(
            Points counter, long count, Protocol protocol, String status, String failure, String... labels) {
        String generation = MetricFamilies.label(protocol);
        counter.add(count, MetricFamilies.with(labels, "generation", generation, "status", status, "failure", failure));
    }

    private static void addCosts(MetricFamilies families, List<FunctionStatus> functions) {
        Histogram events = families.histogram(
                "funclet_event_size_bytes", "Payloads of events, scaled up from the measured calls.");
        Histogram responses = families.histogram(
                "funclet_response_size_bytes", "Payloads of responses, scaled up likewise; 0 for \"filter\".");
        Points cpu = families.counter(
                "funclet_function_cpu_seconds",
                "CPU time of a function on the threads that call it, scaled up from the measured calls.");
        Points allocated = families.counter(
                "funclet_function_allocated_bytes",
                "Memory that a function allocated on the threads that call it, scaled up from the measured calls.");
        Points measured = families.counter(
                "funclet_function_measured_calls", "Calls whose payloads, CPU time and allocations were measured.");
        for (FunctionStatus function : functions) {
            FunctionCosts costs = function.costs();
            if (costs != null) {
                String[] name = labels(function);
                events.add(costs.events(), name);
                responses.add(costs.responses(), name);
                cpu.add(costs.cpuNanos() / 1e9, name);
                allocated.add(costs.allocatedBytes(), name);
                measured.add(costs.measured(), name);
            }
        }
    }
}
