package io.funclet.host.web;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.CallFailure;
import io.funclet.host.call.FunctionStatus;
import io.funclet.host.call.InvalidRequests;
import io.funclet.host.call.VersionStatus;
import io.funclet.host.grpc.StatusMapping;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What becomes of calls. */
final class CallMetrics {

    private CallMetrics() {}

    static void add(Families families, List<FunctionStatus> functions, InvalidRequests refused) {
        Families.Counter calls = families.counter(
                "funclet_calls", "Calls of a function that have ended, by the caller's protocol and the gRPC status.");
        Families.Counter ofVersions = families.counter(
                "funclet_version_calls", "The same for the version that serves and the last ones before it.");
        Families.Counter rejected = families.counter(
                "funclet_calls_rejected", "Calls of a function that were not let in, because there were too many.");
        Families.Gauge running = families.gauge("funclet_calls_running", "Calls that run, on whatever version.");
        Families.Gauge waiting =
                families.gauge("funclet_calls_waiting", "Calls that wait for a version, or for their turn.");
        Families.Counter overtime = families.counter(
                "funclet_calls_overtime", "Calls that ran on although their time was over, and they were interrupted.");
        Families.Gauge serving = families.gauge("funclet_function_serving", "1 if a version serves, 0 if none does.");
        Families.Histogram duration = families.histogram(
                "funclet_call_duration_seconds", "From when a call was taken in until it was answered.");
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
        Families.Counter unknown = families.counter(
                "funclet_requests_refused", "Requests that name no function that is known, or are no messages.");
        add(unknown, Map.of(), refused.failed());
        Stream.of(calls, ofVersions, rejected, overtime, unknown).forEach(Families.Counter::end);
        Stream.of(running, waiting, serving).forEach(Families.Gauge::end);
        duration.end();
        families.info("funclet_function", "The version that serves.", versions(functions));
    }

    private static void add(
            Families.Counter counter,
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
