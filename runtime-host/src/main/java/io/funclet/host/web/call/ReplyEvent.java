package io.funclet.host.web.call;

import com.google.gson.JsonPrimitive;
import io.funclet.host.call.model.Call;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
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
     * @param json whether the data are JSON, which stays as it is and is not copied
     */
    ByteBuf document(String contentType, boolean json, ByteBuf data) {
        StringBuilder head = new StringBuilder("{");
        attributes.forEach((name, value) ->
                member(head, name).append(new JsonPrimitive(value)).append(','));
        member(head, "datacontenttype").append(new JsonPrimitive(contentType)).append(',');
        member(head, json ? "data" : "data_base64").append(json ? "" : "\"");
        ByteBuf value = json ? data : Unpooled.wrappedBuffer(Base64.getEncoder().encode(data.nioBuffer()));
        return Unpooled.wrappedBuffer(bytes(head.toString()), value, bytes(json ? "}" : "\"}"));
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    private static StringBuilder member(StringBuilder document, String name) {
        return document.append('"').append(name).append("\":");
    }
}
