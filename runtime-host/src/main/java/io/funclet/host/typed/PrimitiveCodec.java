package io.funclet.host.typed;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/** A type that has no {@code null}. */
final class PrimitiveCodec extends JsonCodec {

    private final JsonCodec boxed;

    PrimitiveCodec(JsonCodec boxed) {
        super(boxed.name());
        this.boxed = boxed;
    }

    @Override
    Object readValue(JsonReader in) throws IOException {
        return boxed.readValue(in);
    }

    @Override
    void writeValue(JsonWriter out, Object value) throws IOException {
        boxed.writeValue(out, value);
    }

    @Override
    Object ofNull() throws JsonFault {
        throw JsonFault.expected(name(), "null");
    }

    @Override
    Object ofAbsent() throws JsonFault {
        throw new JsonFault("missing");
    }
}
