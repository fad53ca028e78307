package io.funclet.host.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.stat.FunctionCosts;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.call.stat.Latency;
import io.funclet.host.call.stat.VersionStatus;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.DrainingStatus;
import io.funclet.host.deploy.status.FileStatus;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.web.metrics.HistogramBuckets;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The data of the status page as JSON. All numbers are totals since the start, so that readers take differences. */
final class StatusJson {

    private StatusJson() {}

    static WebResponse response(StatusSource runtime) {
        JsonObject status = new JsonObject();
        status.addProperty("name", runtime.name());
        status.addProperty("pid", ProcessHandle.current().pid());
        status.addProperty("startedMillis", ManagementFactory.getRuntimeMXBean().getStartTime());
        status.addProperty("nowMillis", System.currentTimeMillis());
        status.add("process", process());
        status.add("functions", array(runtime.functions(), StatusJson::function));
        status.add("directories", array(runtime.directories(), StatusJson::directory));
        return WebResponse.ok("application/json", status.toString().getBytes(StandardCharsets.UTF_8));
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

    private static JsonObject function(FunctionStatus function) {
        JsonObject json = new JsonObject();
        json.addProperty("name", function.name());
        json.addProperty("version", function.version());
        json.addProperty("absence", function.absence());
        json.addProperty("running", function.running());
        json.addProperty("waiting", function.waiting());
        json.addProperty("calls", function.calls());
        json.addProperty("errors", function.failures());
        json.add("failures", failures(function));
        json.add("latency", latency(function.latency()));
        json.add("versions", array(function.versions(), StatusJson::version));
        if (function.costs() != null) {
            json.add("costs", costs(function.costs()));
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

    private static JsonObject version(VersionStatus version) {
        JsonObject json = new JsonObject();
        json.addProperty("version", version.version());
        json.addProperty("calls", version.calls());
        json.addProperty("errors", version.failures());
        json.add("latency", latency(version.latency()));
        return json;
    }

    /** The buckets that are not empty: the bound in seconds, and the number of calls. */
    private static JsonArray latency(Latency latency) {
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

    private static JsonObject costs(FunctionCosts costs) {
        JsonObject json = new JsonObject();
        json.addProperty("cpuSeconds", costs.cpuNanos() / 1e9);
        json.addProperty("allocatedBytes", costs.allocatedBytes());
        json.addProperty("eventBytes", costs.events().totalBytes());
        json.addProperty("responseBytes", costs.responses().totalBytes());
        return json;
    }

    private static JsonObject directory(DirectoryStatus directory) {
        JsonObject json = new JsonObject();
        json.addProperty("path", directory.path().toString());
        json.add("files", array(directory.files(), StatusJson::file));
        json.add("draining", array(directory.draining(), StatusJson::draining));
        json.add("history", array(directory.history(), StatusJson::outcome));
        return json;
    }

    private static JsonObject file(FileStatus file) {
        JsonObject json = new JsonObject();
        json.addProperty("file", file.file());
        json.addProperty("state", file.state().name());
        json.addProperty("bundle", file.bundle());
        json.addProperty("version", file.version());
        json.add("functions", sorted(file.functions()));
        if (file.last() != null) {
            json.add("last", outcome(file.last()));
        }
        if (file.retry() != null) {
            json.addProperty("retries", file.retry().attempts());
        }
        return json;
    }

    private static JsonObject draining(DrainingStatus version) {
        JsonObject json = new JsonObject();
        json.addProperty("file", version.file());
        json.addProperty("bundle", version.bundle());
        json.addProperty("version", version.version());
        json.add("functions", sorted(version.functions()));
        json.addProperty("running", version.running());
        json.add("usedBy", sorted(version.usedBy()));
        return json;
    }

    private static JsonObject outcome(Outcome outcome) {
        JsonObject json = new JsonObject();
        json.addProperty("atMillis", outcome.at().toEpochMilli());
        json.addProperty("file", outcome.file());
        json.addProperty("outcome", outcome.kind().name());
        json.addProperty("bundle", outcome.bundle());
        json.add("functions", sorted(outcome.functions()));
        json.addProperty("reason", outcome.reason());
        json.addProperty("tookSeconds", HistogramBuckets.seconds(outcome.took()));
        return json;
    }

    private static JsonArray sorted(Collection<String> texts) {
        return array(new TreeSet<>(texts), JsonPrimitive::new);
    }

    private static <T> JsonArray array(Collection<T> all, Function<T, JsonElement> json) {
        JsonArray array = new JsonArray();
        all.forEach(each -> array.add(json.apply(each)));
        return array;
    }
}
