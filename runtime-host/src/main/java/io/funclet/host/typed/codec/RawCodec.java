package io.funclet.host.typed.codec;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.funclet.api.Payload;
import io.funclet.host.typed.json.JsonCodec;
import io.funclet.host.typed.json.JsonDocument;
import io.funclet.host.typed.json.JsonTree;
import java.io.IOException;

/** Any JSON, as the text of that place. */
final class RawCodec extends JsonCodec {

    RawCodec() {
        super("JSON");
    }

    @Override
    public Object readValue(JsonReader in) throws IOException {
        return Payload.of(JsonTree.read(in).toString());
    }

    @Override
    public void writeValue(JsonWriter out, Object value) throws IOException {
        out.jsonValue(JsonDocument.tree((Payload) value).toString());
    }

    @Override
    public Object ofNull() {
        return Payload.of("null");
    }

    @Override
    public Object ofAbsent() {
        return null;
    }
}
