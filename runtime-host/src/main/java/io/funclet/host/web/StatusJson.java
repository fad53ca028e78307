package io.funclet.host.web;

import com.google.gson.ExclusionStrategy;
import com.google.gson.FieldAttributes;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.stat.FunctionCosts;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.call.stat.Latency;
import io.funclet.host.call.stat.VersionStatus;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.RetryStatus;
import io.funclet.host.web.metrics.HistogramBuckets;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The data of the status page as JSON. All numbers are totals since the start, so that readers take differences. */
final class StatusJson {

    /** Writes records of directories as they are, with some names that say more. */
    private static final Gson RECORDS = new GsonBuilder()
            .setFieldNamingStrategy(field -> switch (field.getName()) {
                case "at" -> "atMillis";
                case "took" -> "tookSeconds";
                case "kind" -> "outcome";
                case "retry" -> "retries";
                default -> field.getName();
            })
            .registerTypeHierarchyAdapter(Path.class, json((Path path) -> new JsonPrimitive(path.toString())))
            .registerTypeAdapter(Instant.class, json((Instant at) -> new JsonPrimitive(at.toEpochMilli())))
            .registerTypeAdapter(
                    Duration.class, json((Duration took) -> new JsonPrimitive(HistogramBuckets.seconds(took))))
            .registerTypeAdapter(RetryStatus.class, json((RetryStatus retry) -> new JsonPrimitive(retry.attempts())))
            .registerTypeAdapter(Latency.class, json(StatusJson::latency))
            .registerTypeHierarchyAdapter(
                    Set.class,
                    json((Set<?> texts) -> array(new TreeSet<>(texts), text -> new JsonPrimitive(text.toString()))))
            .addSerializationExclusionStrategy(new OtherFields())
            .create();

    /** What the page does not show: of many directories, histories would be long. */
    private static final class OtherFields implements ExclusionStrategy {

        private static final Set<String> NAMES = Set.of("history", "durations");

        @Override
        public boolean shouldSkipField(FieldAttributes field) {
            return field.getDeclaringClass() == DirectoryStatus.class && NAMES.contains(field.getName());
        }

        @Override
        public boolean shouldSkipClass(Class<?> type) {
            return false;
        }
    }

    private StatusJson() {}

    private static <T> JsonSerializer<T> json(Function<T, JsonElement> writer) {
        return (value, type, context) -> writer.apply(value);
    }

    static WebResponse response(StatusSource runtime) {
        JsonObject status = new JsonObject();
        status.addProperty("name", runtime.name());
        status.addProperty("pid", ProcessHandle.current().pid());
        status.addProperty("startedMillis", ManagementFactory.getRuntimeMXBean().getStartTime());
        status.addProperty("nowMillis", System.currentTimeMillis());
        status.add("process", process());
        status.add("functions", array(runtime.functions(), StatusJson::function));
        status.add("tenants", RECORDS.toJsonTree(runtime.tenants()));
        status.add("history", RECORDS.toJsonTree(runtime.lastChanges()));
        status.add("quotas", RECORDS.toJsonTree(runtime.quotas()));
        if (runtime.memory() != null) {
            status.add("memory", RECORDS.toJsonTree(runtime.memory()));
        }
        status.add("directories", RECORDS.toJsonTree(runtime.directories()));
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
        json.addProperty("tenant", function.tenant());
        json.addProperty("version", function.version());
        json.addProperty("absence", function.absence());
        json.addProperty("running", function.running());
        json.addProperty("waiting", function.waiting());
        json.addProperty("calls", function.calls());
        json.addProperty("errors", function.failures());
        json.add("failures", failures(function));
        json.add("latency", latency(function.latency()));
        json.add(
                "versions",
                RECORDS.toJsonTree(function.versions().stream().map(Version::of).toList()));
        if (function.costs() != null) {
            json.add("costs", RECORDS.toJsonTree(Costs.of(function.costs())));
        }
        return json;
    }

    private static JsonElement failures(FunctionStatus function) {
        Map<CallFailure, Long> sums = new TreeMap<>();
        function.failed()
                .values()
                .forEach(failures -> failures.forEach((failure, count) -> sums.merge(failure, count, Long::sum)));
        return RECORDS.toJsonTree(sums);
    }

    private record Version(String version, long calls, long errors, Latency latency) {

        static Version of(VersionStatus status) {
            return new Version(status.version(), status.calls(), status.failures(), status.latency());
        }
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

    private record Costs(double cpuSeconds, long allocatedBytes, long eventBytes, long responseBytes) {

        static Costs of(FunctionCosts costs) {
            return new Costs(
                    costs.cpuNanos() / 1e9,
                    costs.allocatedBytes(),
                    costs.events().totalBytes(),
                    costs.responses().totalBytes());
        }
    }

    private static <T> JsonArray array(Collection<T> all, Function<T, JsonElement> json) {
        JsonArray array = new JsonArray();
        all.forEach(each -> array.add(json.apply(each)));
        return array;
    }
}
