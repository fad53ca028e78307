package io.funclet.deploy.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The base for Kustomize, beside the chart. */
class KustomizeBaseTest {

    private static final Path BASE = Path.of("base");

    /** So that the two do not drift apart. The labels of Helm and of the release have no place in a base. */
    @Test
    void base_isWhatTheChartRenders_fromAConfigMapOfJars() throws Exception {
        Map<String, JsonElement> rendered = new TreeMap<>();
        for (JsonObject document : Chart.rendered(Path.of("examples/configmap.yaml"))) {
            rendered.put(document.get("kind").getAsString(), withoutHelm(document));
        }
        Map<String, JsonElement> base = new TreeMap<>();
        JsonObject kustomization = Chart.document(BASE.resolve("kustomization.yaml"));
        for (JsonElement resource : kustomization.getAsJsonArray("resources")) {
            JsonObject document = Chart.document(BASE.resolve(resource.getAsString()));
            KubernetesModel.check(document);
            base.put(document.get("kind").getAsString(), document);
        }
        assertEquals(rendered.keySet(), base.keySet());
        rendered.forEach((kind, document) -> assertEquals(document, base.get(kind), kind));
    }

    private static JsonElement withoutHelm(JsonElement element) {
        if (element.isJsonArray()) {
            JsonArray array = new JsonArray();
            element.getAsJsonArray().forEach(each -> array.add(withoutHelm(each)));
            return array;
        }
        if (!element.isJsonObject()) {
            return element;
        }
        JsonObject object = new JsonObject();
        element.getAsJsonObject().asMap().forEach((key, value) -> {
            if (!key.matches(
                    "app\\.kubernetes\\.io/(instance|version|managed-by)|helm\\.sh/.*|checksum/.*|namespace")) {
                object.add(key, withoutHelm(value));
            }
        });
        return object;
    }
}
