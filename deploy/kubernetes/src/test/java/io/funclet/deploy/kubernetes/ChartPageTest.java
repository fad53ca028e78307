package io.funclet.deploy.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of the chart's page, beside values.yaml and the schema. */
class ChartPageTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([\\w.]+)` \\| (.+?) \\|");

    /** What Kubernetes defines stands in one row, with its default in words. */
    private static final Set<String> WHOLE = Set.of(
            "strategy",
            "probes.startup",
            "probes.readiness",
            "probes.liveness",
            "resources",
            "podSecurityContext",
            "securityContext");

    @Test
    void table_hasEachKey_withItsDefault() throws IOException {
        Map<String, String> table = new TreeMap<>();
        ROW.matcher(Files.readString(Chart.DIRECTORY.resolve("README.md")))
                .results()
                .forEach(row -> {
                    String inWords = row.group(2);
                    table.put(row.group(1), inWords.startsWith("`") ? inWords.replace("`", "") : "in words");
                });
        assertEquals(values(), table);
    }

    @Test
    void schema_hasEachKey() throws IOException {
        JsonObject schema = Chart.document(Chart.DIRECTORY.resolve("values.schema.json"));
        Set<String> unknown = new TreeSet<>();
        for (String key : values().keySet()) {
            String path = "properties." + key.replace(".", ".properties.");
            if (Chart.at(schema, path.split("\\.", -1)) == null) {
                unknown.add(key);
            }
        }
        assertEquals(Set.of(), unknown);
    }

    /** The values, each by its whole key. */
    private static Map<String, String> values() throws IOException {
        Map<String, String> values = new TreeMap<>();
        flatten("", Chart.document(Chart.DIRECTORY.resolve("values.yaml")), values);
        return values;
    }

    private static void flatten(String prefix, JsonObject values, Map<String, String> into) {
        for (Map.Entry<String, JsonElement> entry : values.entrySet()) {
            String key = prefix + entry.getKey();
            JsonElement value = entry.getValue();
            if (WHOLE.contains(key)) {
                into.put(key, "in words");
            } else if (value.isJsonObject() && !value.getAsJsonObject().isEmpty()) {
                flatten(key + ".", value.getAsJsonObject(), into);
            } else {
                boolean text =
                        value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
                into.put(key, text && !value.getAsString().isEmpty() ? value.getAsString() : value.toString());
            }
        }
    }
}
