package io.funclet.host.it.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.client.MetricsText;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Metrics as a collector finds them, beside what was called and deployed. */
public class MetricsIT {

    /** Those that are there only with tenants, trust, or a new version in comparison. */
    static final Predicate<String> OF_OTHERS = family -> family.startsWith("funclet_rollout_")
            || family.equals("funclet_tenant")
            || family.equals("funclet_files_signed");

    /** Those that are there only while little memory is free. */
    private static final Predicate<String> OF_MEMORY = family -> family.equals("funclet_memory_waiting_event_bytes");

    /** Those that are there only with quotas. */
    public static final Predicate<String> OF_QUOTAS =
            family -> family.startsWith("funclet_quota_") || family.equals("funclet_suspended");

    private static final String[] LABELS = {"openedge_runtime", "openedge_function", "baetyl_function", "baetyl_faas"};

    @RegisterExtension
    final RuntimeExtension site =
            RuntimeExtension.of(Map.of("code", List.of("f", "other"))).withWeb();

    private void deploy(String version, String body) throws Exception {
        FunctionJar.bundle("it.f").version(version).function("f", body).build().deploy(site.code("code"), "f.jar");
        site.log().await("serving f " + version + " ");
    }

    private static String calls(String version, Generation generation, String status, String failure) {
        return (version.isEmpty() ? "funclet_calls_total{" : "funclet_version_calls_total{")
                + (failure.isEmpty() ? "" : "failure=\"" + failure + "\",")
                + "function=\"f\",generation=\"" + LABELS[generation.ordinal()] + "\",status=\"" + status + "\""
                + (version.isEmpty() ? "" : ",version=\"" + version + "\"") + "}";
    }

    @Test
    void calls_areCountedByGenerationStatusAndVersion() throws Exception {
        String body = """
                switch (event.text()) {
                    case "refuse" -> throw new FunctionException("no");
                    case "fail" -> throw new IllegalStateException("a defect");
                    case "large" -> { return Payload.of("x".repeat(5 * 1024 * 1024)); }
                    default -> { return event; }
                }""";
        deploy("1.0.0", body);
        for (Generation generation : List.of(Generation.G2, Generation.G3, Generation.G4)) {
            for (int i = 0; i <= generation.ordinal(); i++) {
                site.callers().call(generation, "f", "an event");
            }
        }
        site.callers().failure("f", "refuse");
        site.callers().failure("f", "fail");
        site.callers().failure("f", "fail");
        site.callers().failure("f", "large");
        site.callers().failure("nobody", "x");
        Callers.failure(() -> site.callers().raw(Generation.G4.method(), new byte[] {7}));
        deploy("2.0.0", body);
        site.callers().call(Generation.G3, "f", "an event");

        MetricsText metrics = site.web().awaitMetric(14, "funclet_calls_total", "function=\"f\"");
        assertEquals(2, metrics.value(calls("", Generation.G2, "OK", "")));
        assertEquals(4, metrics.value(calls("", Generation.G3, "OK", "")));
        assertEquals(3, metrics.value(calls("1.0.0", Generation.G3, "OK", "")));
        assertEquals(1, metrics.value(calls("2.0.0", Generation.G3, "OK", "")));
        assertEquals(4, metrics.value(calls("1.0.0", Generation.G4, "OK", "")));
        assertEquals(1, metrics.value(calls("1.0.0", Generation.G3, "FAILED_PRECONDITION", "refused")));
        assertEquals(2, metrics.value(calls("1.0.0", Generation.G3, "UNKNOWN", "function_failed")));
        assertEquals(1, metrics.value(calls("1.0.0", Generation.G3, "RESOURCE_EXHAUSTED", "too_large")));
        assertEquals(14, metrics.value("funclet_call_duration_seconds_count{function=\"f\"}"));
        assertEquals(0, metrics.sum("funclet_calls_total", "function=\"other\""));
        assertEquals(1, metrics.sum("funclet_invalid_requests_total", "baetyl_function", "NOT_FOUND"));
        assertEquals(1, metrics.sum("funclet_invalid_requests_total", "baetyl_faas", "INVALID_ARGUMENT"));
        assertEquals(1, metrics.value("funclet_function_info{function=\"f\",version=\"2.0.0\"}"));
        assertEquals(1, metrics.value("funclet_function_serving{function=\"f\"}"));
        assertEquals(0, metrics.value("funclet_function_serving{function=\"other\"}"));
    }

    @Test
    void manyVersions_leaveFewSeries_andTheTotalOfAllCalls() throws Exception {
        for (int i = 1; i <= 7; i++) {
            deploy(i + ".0.0", "return Payload.of(\"" + i + "\");");
            assertEquals(Integer.toString(i), site.callers().call("f", "x"));
            site.web().awaitMetric(i, "funclet_calls_total", "function=\"f\"");
        }

        MetricsText metrics = site.web().metrics();
        assertEquals(4, metrics.sum("funclet_version_calls_total", "function=\"f\""));
        assertEquals(0, metrics.sum("funclet_version_calls_total", "version=\"3.0.0\""));
        assertEquals(
                7, metrics.sum("funclet_updates_total", "deployed") + metrics.sum("funclet_updates_total", "updated"));
    }

    @Test
    void updates_areCountedByOutcome_andSoAreFilesAndWhatDrains() throws Exception {
        Path entered = site.path().resolve("entered");
        Path gate = site.path().resolve("gate");
        deploy("1.0.0", """
                java.nio.file.Files.writeString(java.nio.file.Path.of("%s"), "");
                while (!java.nio.file.Files.exists(java.nio.file.Path.of("%s"))) {
                    Thread.sleep(5);
                }
                return Payload.of("old");""".formatted(entered, gate));
        Future<byte[]> held = site.callers().begin("f", "x", Duration.ofSeconds(60));
        Await.until("the call to run", Await.LONG, () -> Files.exists(entered), site.runtime()::toString);
        assertEquals(1, site.web().metrics().value("funclet_calls_running{function=\"f\"}"));
        deploy("2.0.0", "return event;");
        FunctionJar.of("it.bad", "bad", "return event;").truncated(300).deploy(site.code("code"), "bad.jar");
        site.log().await("rejected code/bad.jar");

        MetricsText metrics = site.web().awaitMetric(1, "funclet_draining_calls");
        assertEquals(1, metrics.sum("funclet_draining_versions"));
        assertEquals(1, metrics.sum("funclet_updates_total", "outcome=\"deployed\""));
        assertEquals(1, metrics.sum("funclet_updates_total", "outcome=\"updated\""));
        assertEquals(1, metrics.sum("funclet_updates_total", "outcome=\"rejected\""));
        assertEquals(0, metrics.sum("funclet_updates_total", "outcome=\"removed\""));
        assertEquals(1, metrics.value("funclet_update_duration_seconds_count{outcome=\"updated\"}"));
        assertTrue(metrics.value("funclet_update_duration_seconds_sum{outcome=\"updated\"}") > 0);
        String code = "{directory=\"" + site.code("code").toRealPath();
        assertEquals(1, metrics.value("funclet_files" + code + "\",state=\"serving\"}"));
        assertEquals(1, metrics.sum("funclet_files", "state=\"rejected\""));
        assertEquals(1, metrics.sum("funclet_files_not_deployed", "outcome=\"rejected\""));
        assertEquals(0, metrics.sum("funclet_files_not_deployed", "outcome=\"waiting\""));

        Files.writeString(gate, "");
        assertEquals("old", Callers.payload(held));
        site.web().awaitMetric(0, "funclet_draining_versions");
    }

    @Test
    void costs_areThoseOfTheFunction() throws Exception {
        deploy("1.0.0", """
                byte[] kept = new byte[1_000_000];
                long until = System.nanoTime() + 2_000_000;
                while (System.nanoTime() < until) {
                    kept[0]++;
                }
                return Payload.of(Integer.toString(kept.length));""");
        for (int i = 0; i < 20; i++) {
            site.callers().call("f", "x");
        }

        MetricsText metrics = site.web().awaitMetric(20, "funclet_calls_total", "function=\"f\"");
        // The last ones may not stand for themselves yet.
        double calls = metrics.value("funclet_event_size_bytes_count{function=\"f\"}");
        assertTrue(calls > 0 && calls <= 20, () -> calls + " calls");
        assertEquals(calls, metrics.value("funclet_event_size_bytes_sum{function=\"f\"}"));
        assertEquals(calls, metrics.value("funclet_response_size_bytes_count{function=\"f\"}"));
        assertEquals(7 * calls, metrics.value("funclet_response_size_bytes_sum{function=\"f\"}"));
        double bytes = metrics.value("funclet_function_allocated_bytes_total{function=\"f\"}") / calls;
        assertTrue(bytes > 1_000_000 && bytes < 1_500_000, () -> bytes + " bytes a call");
        double seconds = metrics.value("funclet_function_cpu_seconds_total{function=\"f\"}") / calls;
        // Less than the time that passes, on a busy machine.
        assertTrue(seconds > 0.00005 && seconds < 1, () -> seconds + " s a call");
        assertTrue(metrics.value("funclet_function_measured_calls_total{function=\"f\"}") > 0);
    }

    @Test
    void bothFormats_areWhatTheySay() throws Exception {
        deploy("1.0.0", "return event;");
        site.callers().call("f", "x");
        site.callers().failure("nobody", "x");
        HttpResponse<String> text = site.web().ask("GET", "/metrics");
        HttpResponse<String> open =
                site.web().ask("GET", "/metrics", "Accept", "application/openmetrics-text;version=1.0.0");

        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                text.headers().firstValue("content-type").orElseThrow());
        assertEquals(
                "application/openmetrics-text; version=1.0.0; charset=utf-8",
                open.headers().firstValue("content-type").orElseThrow());
        MetricsText metrics = MetricsText.openMetrics(open.body());
        assertEquals(
                metrics.values().keySet(),
                MetricsText.prometheus(text.body()).values().keySet());
        for (String series : List.of(
                "jvm_memory_used_bytes{area=\"heap\"}",
                "jvm_memory_used_bytes{area=\"nonheap\"}",
                "jvm_threads_current",
                "jvm_classes_currently_loaded",
                "process_start_time_seconds",
                "process_uptime_seconds",
                "process_cpu_seconds_total",
                "process_open_fds")) {
            assertTrue(metrics.value(series) > 0, series);
        }
        // Of all other memory there is no limit.
        assertTrue(metrics.value("jvm_memory_max_bytes{area=\"heap\"}") > 0);
        assertTrue(metrics.value("process_uptime_seconds") < 600);
        double age = System.currentTimeMillis() / 1e3 - metrics.value("process_start_time_seconds");
        assertTrue(age > 0 && age < 600, () -> age + " s");
        assertTrue(metrics.types().containsKey("jvm_gc_collection_seconds"));
        assertEquals(
                documented(OF_QUOTAS.or(OF_OTHERS).or(OF_MEMORY).negate()),
                new TreeSet<>(metrics.types().keySet()));
    }

    /** The families of docs/reference/metrics.md, of which some stand together, as in {@code a_{b,c}_d}. */
    public static TreeSet<String> documented(Predicate<String> which) throws Exception {
        TreeSet<String> families = new TreeSet<>();
        String page = Files.readString(Path.of("../docs/reference/metrics.md"));
        Matcher name = Pattern.compile("(?m)`((?:funclet|jvm|process)_[a-z_]*)(?:\\{([a-z,]+)}([a-z_]*))?`")
                .matcher(page.lines().filter(line -> line.startsWith("| `")).collect(Collectors.joining("\n")));
        while (name.find()) {
            for (String part :
                    name.group(2) == null ? new String[] {""} : name.group(2).split(",")) {
                String family = name.group(1) + part + (name.group(3) == null ? "" : name.group(3));
                families.add(family.replaceFirst("_(total|info)$", ""));
            }
        }
        families.removeIf(which.negate());
        return families;
    }
}
