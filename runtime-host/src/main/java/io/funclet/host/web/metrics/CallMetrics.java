package io.funclet.host.web.metrics;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.call.stat.InvalidRequests;
import io.funclet.host.call.stat.VersionStatus;
import io.funclet.host.grpc.wire.StatusMapping;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Metrics of calls. */
public final class CallMetrics {

    private CallMetrics() {}

    public static void add(MetricFamilies families, List<FunctionStatus> functions, InvalidRequests invalid) {
        MetricFamilies.Counter calls = families.counter(
                "funclet_calls", "Calls of a function that have ended, by the caller's protocol and the gRPC status.");
        MetricFamilies.Counter ofVersions = families.counter(
                "funclet_version_calls", "The same for the current version and the last ones before it.");
        MetricFamilies.Counter rejected = families.counter(
                "funclet_calls_rejected", "Calls of a function that were rejected because a limit was reached.");
        MetricFamilies.Gauge running = families.gauge("funclet_calls_running", "Calls that run, on any version.");
        MetricFamilies.Gauge waiting =
                families.gauge("funclet_calls_waiting", "Calls that wait for a version, for room, or for a worker.");
        MetricFamilies.Counter overtime = families.counter(
                "funclet_calls_overtime", "Calls that ran on after their time was over and they were interrupted.");
        MetricFamilies.Gauge serving =
                families.gauge("funclet_function_serving", "1 if a version serves, 0 if none does.");
        MetricFamilies.Histogram duration = families.histogram(
                "funclet_call_duration_seconds", "Time from the acceptance of a call to its outcome.");
        for (FunctionStatus function : functions) {
            String[] name = {"function", function.name()};
            add(calls, function.answered(), function.failed(), name);
            for (VersionStatus version : function.versions()) {
                add(ofVersions, version.answered(), version.failed(), with(name, "version", version.version()));
            }
            rejected.add(function.rejected(), name);
            overtime.add(function.totalOvertime(), name);
            running.add(function.running(), name);
            waiting.add(function.waiting(), name);
            serving.add(function.version().isEmpty() ? 0 : 1, name);
            duration.add(function.latency(), name);
        }
        MetricFamilies.Counter unknown =
                families.counter("funclet_invalid_requests", "Requests that name no known function, or are malformed.");
        add(unknown, Map.of(), invalid.failed());
        families.info("funclet_function", "The version that serves.", versions(functions));
    }

    private static void add(
            MetricFamilies.Counter counter,
            Map<Protocol, Long> answered,
            Map<Protocol, Map<CallFailure, Long>> failed,
            String... labels) {
        answered.forEach((protocol, count) ->
                counter.add(count, with(labels, "generation", name(protocol), "status", "OK", "failure", "")));
        failed.forEach((protocol, failures) -> failures.forEach((failure, count) -> counter.add(
                count,
                with(
                        labels,
                        "generation",
                        name(protocol),
                        "status",
                        StatusMapping.code(failure),
                        "failure",
                        name(failure)))));
    }

    private static List<String[]> versions(List<FunctionStatus> functions) {
        return functions.stream()
                .filter(function -> !function.version().isEmpty())
                .map(function -> new String[] {"function", function.name(), "version", function.version()})
                .toList();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String[] with(String[] labels, String... more) {
        return Stream.of(labels, more).flatMap(Stream::of).toArray(String[]::new);
    }
}
