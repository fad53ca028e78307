package io.funclet.host.typed.codec;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.funclet.host.typed.json.JsonCodec;
import io.funclet.host.typed.json.JsonFault;
import io.funclet.host.typed.json.JsonTree;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** One of several classes, which one member of the object tells apart. */
final class SealedCodec extends JsonCodec {

    private final String discriminator;
    private final Map<String, ObjectCodec> codecs = new LinkedHashMap<>();
    private final Map<Class<?>, String> names = new HashMap<>();

    SealedCodec(String discriminator) {
        super("an object");
        this.discriminator = discriminator;
    }

    void add(String name, Class<?> type, ObjectCodec codec) {
        names.put(type, name);
        codecs.put(name, codec);
    }

    @Override
    public Object readValue(JsonReader in) throws IOException {
        expect(in, JsonToken.BEGIN_OBJECT);
        in.beginObject();
        if (!in.hasNext()) {
            throw new JsonFault("missing").inMember(discriminator);
        }
        String first = in.nextName();
        if (first.equals(discriminator)) {
            return codec(in).readMembers(in, discriminator);
        }
        // The members before it can be read only when it is known.
        JsonReader kept = JsonTree.reader(JsonTree.restOfObject(in, first, discriminator));
        kept.beginObject();
        if (!kept.nextName().equals(discriminator)) {
            throw new JsonFault("missing").inMember(discriminator);
        }
        return codec(kept).readMembers(kept, discriminator);
    }

    private ObjectCodec codec(JsonReader in) throws IOException {
        try {
            if (in.peek() != JsonToken.STRING) {
                throw JsonFault.expected(words(), found(in));
            }
            String name = in.nextString();
            ObjectCodec codec = codecs.get(name);
            if (codec == null) {
                throw JsonFault.expected(words(), JsonFault.quoted(name));
            }
            return codec;
        } catch (JsonFault fault) {
            throw fault.inMember(discriminator);
        }
    }

    private String words() {
        return "one of " + String.join(", ", codecs.keySet());
    }

    @Override
    public void writeValue(JsonWriter out, Object value) throws IOException {
        String name = names.get(value.getClass());
        out.beginObject();
        out.name(discriminator).value(name);
        codecs.get(name).writeMembers(out, value);
        out.endObject();
    }
}
