package io.funclet.host.web.call;

import com.google.gson.JsonPrimitive;
import io.funclet.api.Payload;
import io.funclet.host.call.model.Call;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The response to a CloudEvent as another one, as Knative expects it.
 *
 * @param attributes the required ones
 */
record ReplyEvent(Map<String, String> attributes) {

    static ReplyEvent to(Call call) {
        Map<String, String> event = call.sentMetadata();
        // An event that comes twice gets the same response twice, and a receiver can see that.
        String cause = event.get("ce-source") + "\n" + event.get("ce-id");
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put(
                "id",
                UUID.nameUUIDFromBytes(cause.getBytes(StandardCharsets.UTF_8)).toString());
        attributes.put("source", "/functions/" + HeaderText.encode(call.functionName()));
        // Another type than that of the event, or a broker would send the response to the same function again.
        attributes.put("type", event.get("ce-type") + ".response");
        return new ReplyEvent(attributes);
    }

    /** The headers of binary mode. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        attributes.forEach((name, value) -> headers.put(CloudEvent.PREFIX + name, HeaderText.encode(value)));
        return headers;
    }

    /**
     * The document of structured mode.
     *
     * @param json the payload as JSON, which stays as it is; {@code null} if it is not JSON
     */
    String document(String contentType, String json, Payload payload) {
        StringBuilder document = new StringBuilder("{");
        attributes.forEach((name, value) ->
                member(document, name).append(new JsonPrimitive(value)).append(','));
        member(document, "datacontenttype")
                .append(new JsonPrimitive(contentType))
                .append(',');
        if (json != null) {
            member(document, "data").append(json);
        } else {
            String base64 = Base64.getEncoder().encodeToString(payload.bytes());
            member(document, "data_base64").append('"').append(base64).append('"');
        }
        return document.append('}').toString();
    }

    private static StringBuilder member(StringBuilder document, String name) {
        return document.append('"').append(name).append("\":");
    }
}
