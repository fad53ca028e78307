package io.funclet.deploy.kubernetes;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The chart as Helm renders it. */
final class Chart {

    static final Path DIRECTORY = Path.of("chart");

    static final String RELEASE = "funclet";

    /** That of Chart.yaml. */
    private static final String OLDEST_KUBERNETES = "1.30.0";

    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private Chart() {}

    /** The files of values that the pages show. */
    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            return files.sorted().toList();
        }
    }

    static Helm helm() {
        return new Helm(DIRECTORY);
    }

    static TemplateCommand template() {
        return helm().template().withName(RELEASE).withNamespace("functions").withKubeVersion(OLDEST_KUBERNETES);
    }

    static List<JsonObject> rendered(Path values) {
        return documents(template().withValuesFile(values).call());
    }

    /** The one document of a file. */
    static JsonObject document(Path file) throws IOException {
        return documents(Files.readString(file)).get(0);
    }

    /** The documents of a YAML text. */
    static List<JsonObject> documents(String text) {
        List<JsonObject> documents = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
            JsonElement json = GSON.toJsonTree(document);
            if (json.isJsonObject()) {
                documents.add(json.getAsJsonObject());
            }
        }
        return documents;
    }

    static JsonObject one(List<JsonObject> documents, String kind) {
        return documents.stream()
                .filter(document -> document.get("kind").getAsString().equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind));
    }

    /** The element behind member names; {@code null} if one is missing. */
    static JsonElement at(JsonElement from, String... names) {
        JsonElement found = from;
        for (String name : names) {
            found = found == null || !found.isJsonObject()
                    ? null
                    : found.getAsJsonObject().get(name);
        }
        return found;
    }

    static JsonObject objectAt(JsonElement from, String... names) {
        JsonElement found = at(from, names);
        return found == null ? new JsonObject() : found.getAsJsonObject();
    }

    static List<JsonObject> listAt(JsonElement from, String... names) {
        List<JsonObject> list = new ArrayList<>();
        JsonElement found = at(from, names);
        if (found != null) {
            found.getAsJsonArray().forEach(element -> list.add(element.getAsJsonObject()));
        }
        return list;
    }
}
