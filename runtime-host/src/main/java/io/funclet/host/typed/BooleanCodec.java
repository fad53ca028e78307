package io.funclet.host.typed;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/** True and false. */
final class BooleanCodec extends JsonCodec {

    BooleanCodec() {
        super("boolean");
    }

    @Override
    Object readValue(JsonReader in) throws IOException {
        expect(in, JsonToken.BOOLEAN);
        return in.nextBoolean();
    }

    @Override
    void writeValue(JsonWriter out, Object value) throws IOException {
        out.value((Boolean) value);
    }
}
