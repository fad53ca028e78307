package io.funclet.host.grpc.wire;

import io.funclet.api.CallContext.Protocol;
import io.funclet.api.Payload;
import io.funclet.host.call.model.Call;
import java.util.Base64;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * The document that the managers of openedge and baetyl publish after a failed call: the error and the message, in the
 * JSON of Go. Go omits empty and zero fields.
 */
public final class ErrorDocument {

    /** Larger payloads are omitted: they would be in memory several times. */
    private static final int MOST_PAYLOAD_BYTES = 64 * 1024;

    private final StringBuilder json = new StringBuilder(512);

    private ErrorDocument() {}

    /** Makes the document of a call that its function rejected. */
    public static Payload of(Call call, String message) {
        ErrorDocument document = new ErrorDocument();
        document.json.append('{');
        document.text("errorMessage", "rpc error: code = FailedPrecondition desc = " + message);
        document.text("errorType", "*status.statusError");
        document.key("functionMessage").append('{');
        document.addMessage(call);
        return Payload.of(document.json.append("}}").toString());
    }

    private void addMessage(Call call) {
        boolean faas = call.protocol() == Protocol.BAETYL_FAAS;
        if (call.messageId() != 0) {
            key("ID").append(Long.toUnsignedString(call.messageId()));
        }
        if (faas && !call.sentMetadata().isEmpty()) {
            key("Metadata").append('{');
            // In the order of Go.
            new TreeMap<>(call.sentMetadata()).forEach(this::text);
            json.append('}');
        }
        if (!faas) {
            if (call.qos().orElse(0) != 0) {
                key("QOS").append(Integer.toUnsignedString(call.qos().getAsInt()));
            }
            textIfAny("Topic", call.topic());
        }
        if (!call.payload().isEmpty() && call.payload().size() <= MOST_PAYLOAD_BYTES) {
            text("Payload", Base64.getEncoder().encodeToString(call.payload().bytes()));
        }
        if (!faas) {
            if (call.timestampSeconds() != 0) {
                key("Timestamp").append(call.timestampSeconds());
            }
            textIfAny("FunctionName", call.functionName());
            textIfAny("FunctionInvokeID", call.invokeId());
        }
    }

    private void textIfAny(String key, String text) {
        if (!text.isEmpty()) {
            text(key, text);
        }
    }

    private void text(String key, String text) {
        key(key);
        quote(text);
    }

    private StringBuilder key(String key) {
        if (json.charAt(json.length() - 1) != '{') {
            json.append(',');
        }
        quote(key);
        return json.append(':');
    }

    /** Go also escapes characters that are unsafe in HTML and JavaScript. */
    private void quote(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
                json.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
