package io.funclet.host.typed.codec;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.funclet.host.typed.json.JsonCodec;
import io.funclet.host.typed.json.JsonFault;
import io.funclet.host.typed.json.JsonNumbers;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code Object}: any JSON, as maps, lists, texts, decimals, booleans and null. It writes these, and all other known types. */
final class AnyCodec extends JsonCodec {

    private static final ScalarCodec TEXT = (ScalarCodec) ScalarTypes.codec(String.class);

    /** Finds the codec of a class. */
    interface Codecs {
        JsonCodec codec(Type type) throws UnsupportedTypeException;
    }

    private final Codecs codecs;
    private final SequenceCodec list = new SequenceCodec(List.class, this);

    AnyCodec(Codecs codecs) {
        super("a value");
        this.codecs = codecs;
    }

    @Override
    public Object readValue(JsonReader in) throws IOException {
        return switch (in.peek()) {
            case BEGIN_OBJECT -> new MapCodec(TEXT, this).readValue(in);
            case BEGIN_ARRAY -> list.readValue(in);
            case STRING -> in.nextString();
            case NUMBER -> JsonNumbers.decimal(in.nextString(), "BigDecimal");
            default -> in.nextBoolean();
        };
    }

    @Override
    public void writeValue(JsonWriter out, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            out.beginObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                MapCodec.write(out, key(entry.getKey()), entry.getKey(), this, entry.getValue());
            }
            out.endObject();
        } else if (value instanceof Collection<?>) {
            list.writeValue(out, value);
        } else if (value instanceof Optional<?> optional) {
            write(out, optional.orElse(null));
        } else {
            codec(value).write(out, value);
        }
    }

    private ScalarCodec key(Object key) throws JsonFault {
        if (key != null && codec(key) instanceof ScalarCodec scalar) {
            return scalar;
        }
        throw new JsonFault("a map has a key of " + (key == null ? "null" : key.getClass()));
    }

    private JsonCodec codec(Object value) throws JsonFault {
        if (value instanceof Number && ScalarTypes.codec(value.getClass()) == null) {
            return ScalarTypes.codec(Number.class);
        }
        try {
            return codecs.codec(value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass());
        } catch (UnsupportedTypeException unsupported) {
            throw new JsonFault(unsupported.getMessage());
        }
    }

    @Override
    public boolean isNullable() {
        return true;
    }
}
