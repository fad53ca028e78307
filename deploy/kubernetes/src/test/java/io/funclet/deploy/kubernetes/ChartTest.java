package io.funclet.deploy.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart with each of its examples. */
class ChartTest {

    /** A resource of an operator, for which the project Kubernetes has no model. */
    private static final String FOREIGN = "ServiceMonitor";

    @Test
    void lint_findsNothing() {
        LintResult lint = Chart.helm().lint().strict().call();
        assertFalse(lint.isFailed(), () -> lint.getMessages().toString());
    }

    @Test
    void version_isThatOfTheBuild() throws IOException {
        JsonObject chart = Chart.document(Chart.DIRECTORY.resolve("Chart.yaml"));
        String version = System.getProperty("funclet.version");
        assertEquals(version, chart.get("appVersion").getAsString());
        assertEquals(version.replace("-SNAPSHOT", ""), chart.get("version").getAsString());
    }

    @ParameterizedTest
    @MethodSource("io.funclet.deploy.kubernetes.Chart#examples")
    void documents_followTheirSchema_andFitTogether(Path values) throws Exception {
        List<JsonObject> documents = Chart.rendered(values);
        JsonObject template = Chart.objectAt(Chart.one(documents, "Deployment"), "spec", "template");
        Set<String> names = new TreeSet<>();
        for (JsonObject document : documents) {
            String kind = document.get("kind").getAsString();
            if (!kind.equals(FOREIGN)) {
                KubernetesModel.check(document);
            }
            JsonObject metadata = Chart.objectAt(document, "metadata");
            assertTrue(names.add(kind + "/" + metadata.get("name").getAsString()), "twice: " + metadata);
            assertEquals("functions", metadata.get("namespace").getAsString());
            if (!kind.equals(FOREIGN)) {
                assertSelects(document, template);
            }
        }
        JsonObject pod = Chart.objectAt(template, "spec");
        assertEquals(names(Chart.listAt(pod, "volumes")), mounted(pod));
        assertPortsExist(documents, pod);
        assertRestricted(pod);
    }

    /** The labels of each selector are labels of the pods. */
    private static void assertSelects(JsonObject document, JsonObject template) {
        for (String[] path : new String[][] {{"spec", "selector"}, {"spec", "podSelector"}}) {
            JsonObject selector = Chart.objectAt(document, path);
            if (selector.has("matchLabels")) {
                selector = selector.getAsJsonObject("matchLabels");
            }
            JsonObject labels = Chart.objectAt(template, "metadata", "labels");
            for (String key : selector.keySet()) {
                assertEquals(selector.get(key), labels.get(key), document::toString);
            }
        }
    }

    private static void assertPortsExist(List<JsonObject> documents, JsonObject pod) {
        Set<String> ports = names(Chart.listAt(pod.getAsJsonArray("containers").get(0), "ports"));
        List<JsonElement> used = new ArrayList<>();
        for (JsonObject document : documents) {
            Chart.listAt(document, "spec", "ports").forEach(port -> used.add(port.get("targetPort")));
            for (JsonObject rule : Chart.listAt(document, "spec", "ingress")) {
                Chart.listAt(rule, "ports").forEach(port -> used.add(port.get("port")));
            }
        }
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            JsonObject container = pod.getAsJsonArray("containers").get(0).getAsJsonObject();
            assertTrue(container.has(probe), probe);
            JsonElement port = Chart.at(container, probe, "httpGet", "port");
            if (port != null) {
                used.add(port);
            }
        }
        for (JsonElement port : used) {
            assertTrue(ports.contains(port.getAsString()), () -> port + " is none of " + ports);
        }
    }

    /** What the restricted profile of the Pod Security Standards demands. */
    private static void assertRestricted(JsonObject pod) {
        assertEquals("true", String.valueOf(Chart.at(pod, "securityContext", "runAsNonRoot")));
        assertEquals("\"RuntimeDefault\"", String.valueOf(Chart.at(pod, "securityContext", "seccompProfile", "type")));
        List<JsonObject> containers = new ArrayList<>(Chart.listAt(pod, "containers"));
        containers.addAll(Chart.listAt(pod, "initContainers"));
        for (JsonObject container : containers) {
            JsonObject context = Chart.objectAt(container, "securityContext");
            assertEquals("false", String.valueOf(context.get("allowPrivilegeEscalation")));
            assertEquals("true", String.valueOf(context.get("readOnlyRootFilesystem")));
            assertEquals("[\"ALL\"]", String.valueOf(Chart.at(context, "capabilities", "drop")));
            assertTrue(Chart.objectAt(container, "resources", "limits").has("memory"));
        }
    }

    private static Set<String> mounted(JsonObject pod) {
        Set<String> mounted = new TreeSet<>();
        for (String kind : List.of("containers", "initContainers")) {
            Chart.listAt(pod, kind)
                    .forEach(container -> mounted.addAll(names(Chart.listAt(container, "volumeMounts"))));
        }
        return mounted;
    }

    private static Set<String> names(List<JsonObject> objects) {
        Set<String> names = new TreeSet<>();
        objects.forEach(object -> names.add(object.get("name").getAsString()));
        return names;
    }

    @ParameterizedTest
    @CsvSource({
        "'', , set exactly one of configMap",
        "code.hostPath, /functions, set exactly one of configMap",
        "code.configmap, thermo, configmap",
        "config.server.address, :1, address",
        "tls.clientCertificates, maybe, clientCertificates",
        "replicas, -1, replicas",
    })
    void wrongValue_isRejected_byName(String key, String value, String expected) {
        TemplateCommand template = Chart.template();
        if (!key.isEmpty()) {
            template.set("code.configMap", "thermo").set(key, value);
        }
        RuntimeException rejected = assertThrows(RuntimeException.class, template::call);
        assertTrue(rejected.getMessage().contains(expected), rejected::getMessage);
    }

    /** A change of them restarts nothing: Funclet takes it while it runs. */
    @Test
    void settingsOfComponents_leaveThePodsAsTheyAre() {
        Path production = Path.of("examples/production.yaml");
        String before = podOf(Chart.template().withValuesFile(production));

        assertEquals(
                before, podOf(Chart.template().withValuesFile(production).set("config.functions[0].config.limit", 90)));
        assertFalse(before.equals(
                podOf(Chart.template().withValuesFile(production).set("config.functions[0].concurrency", 8))));
    }

    private static String podOf(TemplateCommand template) {
        return Chart.objectAt(Chart.one(Chart.documents(template.call()), "Deployment"), "spec", "template")
                .toString();
    }

    @ParameterizedTest
    @CsvSource({"30s, 5, 35", "10s, 0, 20", "5m, 30, 60", "1500ms, 5, 17"})
    void gracePeriod_hasRoomForTheDelay_theCalls_andTheBundles(String timeout, int delay, int expected) {
        List<JsonObject> documents = Chart.documents(Chart.template()
                .set("code.configMap", "thermo")
                .set("config.server.timeout", timeout)
                .set("stop.delaySeconds", delay)
                .call());
        JsonElement grace = Chart.at(
                Chart.one(documents, "Deployment"), "spec", "template", "spec", "terminationGracePeriodSeconds");
        assertEquals(expected, grace.getAsInt());
    }
}
