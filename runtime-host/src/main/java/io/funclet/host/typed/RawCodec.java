package io.funclet.host.typed;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.funclet.api.Payload;
import java.io.IOException;

/** Any JSON, as the text of that place. */
final class RawCodec extends JsonCodec {

    RawCodec() {
        super("JSON");
    }

    @Override
    Object readValue(JsonReader in) throws IOException {
        return Payload.of(JsonTree.read(in).toString());
    }

    @Override
    void writeValue(JsonWriter out, Object value) throws IOException {
        out.jsonValue(JsonDocument.tree((Payload) value).toString());
    }

    @Override
    Object ofNull() {
        return Payload.of("null");
    }

    @Override
    Object ofAbsent() {
        return null;
    }
}
