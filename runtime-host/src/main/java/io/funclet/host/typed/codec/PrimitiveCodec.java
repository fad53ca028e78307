package io.funclet.host.typed.codec;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.funclet.host.typed.json.JsonCodec;
import io.funclet.host.typed.json.JsonFault;
import java.io.IOException;

/** A type that has no {@code null}. */
final class PrimitiveCodec extends JsonCodec {

    private final JsonCodec boxed;

    PrimitiveCodec(JsonCodec boxed) {
        super(boxed.name());
        this.boxed = boxed;
    }

    @Override
    public Object readValue(JsonReader in) throws IOException {
        return boxed.readValue(in);
    }

    @Override
    public void writeValue(JsonWriter out, Object value) throws IOException {
        boxed.writeValue(out, value);
    }

    @Override
    public Object ofNull() throws JsonFault {
        throw JsonFault.expected(name(), "null");
    }

    @Override
    public Object ofAbsent() throws JsonFault {
        throw new JsonFault("missing");
    }
}
