package io.funclet.host.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.stat.FunctionCosts;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.call.stat.Latency;
import io.funclet.host.call.stat.VersionStatus;
import io.funclet.host.web.metrics.HistogramBuckets;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The data of the status page as JSON. All numbers are totals since the start, so that a reader can compute
 * differences.
 */
final class StatusJson {

    private static final String TYPE = "application/json";

    private final StatusSource runtime;

    StatusJson(StatusSource runtime) {
        this.runtime = runtime;
    }

    WebResponse webResponse() {
        JsonObject status = new JsonObject();
        status.addProperty("name", runtime.name());
        status.addProperty("pid", ProcessHandle.current().pid());
        status.addProperty("startedMillis", ManagementFactory.getRuntimeMXBean().getStartTime());
        status.addProperty("nowMillis", System.currentTimeMillis());
        status.add("process", process());
        JsonArray functions = new JsonArray();
        runtime.functions().forEach(function -> functions.add(of(function)));
        status.add("functions", functions);
        JsonArray directories = new JsonArray();
        runtime.directories().forEach(directory -> directories.add(DirectoryJson.of(directory)));
        status.add("directories", directories);
        return WebResponse.ok(TYPE, status.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject process() {
        Runtime memory = Runtime.getRuntime();
        JsonObject process = new JsonObject();
        process.addProperty("java", Runtime.version().toString());
        process.addProperty("processors", memory.availableProcessors());
        process.addProperty("heapUsedBytes", memory.totalMemory() - memory.freeMemory());
        process.addProperty("heapMaxBytes", memory.maxMemory());
        process.addProperty("threads", ManagementFactory.getThreadMXBean().getThreadCount());
        ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .ifPresent(cpu -> process.addProperty("cpuSeconds", HistogramBuckets.seconds(cpu)));
        return process;
    }

    private static JsonObject of(FunctionStatus function) {
        JsonObject json = new JsonObject();
        json.addProperty("name", function.name());
        json.addProperty("version", function.version());
        json.addProperty("absence", function.absence());
        json.addProperty("running", function.running());
        json.addProperty("waiting", function.waiting());
        json.addProperty("calls", function.calls());
        json.addProperty("errors", function.failures());
        json.add("failures", failures(function));
        json.add("latency", of(function.latency()));
        JsonArray versions = new JsonArray();
        function.versions().forEach(version -> versions.add(of(version)));
        json.add("versions", versions);
        if (function.costs() != null) {
            json.add("costs", of(function.costs()));
        }
        return json;
    }

    private static JsonObject failures(FunctionStatus function) {
        Map<CallFailure, Long> sums = new TreeMap<>();
        function.failed()
                .values()
                .forEach(failures -> failures.forEach((failure, count) -> sums.merge(failure, count, Long::sum)));
        JsonObject json = new JsonObject();
        sums.forEach((failure, count) -> json.addProperty(failure.name(), count));
        return json;
    }

    private static JsonObject of(VersionStatus version) {
        JsonObject json = new JsonObject();
        json.addProperty("version", version.version());
        json.addProperty("calls", version.calls());
        json.addProperty("errors", version.failures());
        json.add("latency", of(version.latency()));
        return json;
    }

    /** The buckets that are not empty: the bound in seconds, and the number of calls. */
    private static JsonArray of(Latency latency) {
        JsonArray buckets = new JsonArray();
        for (int i = 0; i < latency.buckets(); i++) {
            if (latency.count(i) > 0) {
                JsonArray bucket = new JsonArray();
                bucket.add(HistogramBuckets.seconds(latency.end(Math.min(i, latency.buckets() - 2))));
                bucket.add(latency.count(i));
                buckets.add(bucket);
            }
        }
        return buckets;
    }

    private static JsonObject of(FunctionCosts costs) {
        JsonObject json = new JsonObject();
        json.addProperty("cpuSeconds", costs.cpuNanos() / 1e9);
        json.addProperty("allocatedBytes", costs.allocatedBytes());
        json.addProperty("eventBytes", costs.events().totalBytes());
        json.addProperty("responseBytes", costs.responses().totalBytes());
        return json;
    }
}
