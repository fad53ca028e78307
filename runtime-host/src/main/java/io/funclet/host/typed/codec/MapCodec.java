package io.funclet.host.typed.codec;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.funclet.host.typed.json.JsonCodec;
import io.funclet.host.typed.json.JsonFault;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object with any members. Maps that it reads keep their order, and cannot be changed. */
final class MapCodec extends JsonCodec {

    private final ScalarCodec key;
    private final JsonCodec value;

    MapCodec(ScalarCodec key, JsonCodec value) {
        super("an object");
        this.key = key;
        this.value = value;
    }

    @Override
    public Object readValue(JsonReader in) throws IOException {
        expect(in, JsonToken.BEGIN_OBJECT);
        Map<Object, Object> members = new LinkedHashMap<>();
        in.beginObject();
        while (in.hasNext()) {
            String name = in.nextName();
            try {
                Object parsed = key.parseKey(name);
                if (members.containsKey(parsed)) {
                    throw new JsonFault("is there twice");
                }
                members.put(parsed, value.readElement(in));
            } catch (JsonFault fault) {
                throw fault.inMember(name);
            }
        }
        in.endObject();
        return Collections.unmodifiableMap(members);
    }

    @Override
    public void writeValue(JsonWriter out, Object map) throws IOException {
        out.beginObject();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
            write(out, key, entry.getKey(), value, entry.getValue());
        }
        out.endObject();
    }

    /** Writes one member of an object. */
    static void write(JsonWriter out, ScalarCodec key, Object name, JsonCodec codec, Object value) throws IOException {
        if (name == null) {
            throw new JsonFault("a map has the key null");
        }
        try {
            out.name(key.formatKey(name));
            codec.write(out, value);
        } catch (JsonFault fault) {
            throw fault.inMember(name.toString());
        }
    }
}
