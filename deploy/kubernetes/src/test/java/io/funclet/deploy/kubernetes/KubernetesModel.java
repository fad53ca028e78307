package io.funclet.deploy.kubernetes;

import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.lang.reflect.InvocationTargetException;

/** Checks documents by the models that the project Kubernetes generates of its OpenAPI. */
final class KubernetesModel {

    private KubernetesModel() {}

    /** Fails if the document has an unknown field, lacks a required one, or has one of another type. */
    static void check(JsonObject document) throws ReflectiveOperationException {
        String apiVersion = document.get("apiVersion").getAsString();
        String version = apiVersion.substring(apiVersion.indexOf('/') + 1);
        String model = "io.kubernetes.client.openapi.models." + version.replaceFirst("v", "V")
                + document.get("kind").getAsString();
        try {
            Class.forName(model)
                    .getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, document);
        } catch (InvocationTargetException invalid) {
            fail(document + " does not follow " + model, invalid.getCause());
        }
    }
}
