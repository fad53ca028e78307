package io.funclet.host.typed.codec;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.funclet.host.typed.json.JsonCodec;
import java.io.IOException;

/** True and false. */
final class BooleanCodec extends JsonCodec {

    BooleanCodec() {
        super("boolean");
    }

    @Override
    public Object readValue(JsonReader in) throws IOException {
        expect(in, JsonToken.BOOLEAN);
        return in.nextBoolean();
    }

    @Override
    public void writeValue(JsonWriter out, Object value) throws IOException {
        out.value((Boolean) value);
    }
}
