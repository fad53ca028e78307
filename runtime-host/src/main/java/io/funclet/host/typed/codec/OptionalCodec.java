package io.funclet.host.typed.codec;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.funclet.host.typed.json.JsonCodec;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** A value that may be absent: as null or not there at all. */
final class OptionalCodec extends JsonCodec {

    private final JsonCodec content;
    private final Object empty;
    private final Function<Object, Object> wrap;
    private final Function<Object, Object> unwrap;

    private OptionalCodec(
            JsonCodec content, Object empty, Function<Object, Object> wrap, Function<Object, Object> unwrap) {
        super(content.name());
        this.content = content;
        this.empty = empty;
        this.wrap = wrap;
        this.unwrap = unwrap;
    }

    static OptionalCodec of(JsonCodec content) {
        return new OptionalCodec(content, Optional.empty(), Optional::of, value -> ((Optional<?>) value).get());
    }

    /** {@code null} if the type is none of those for primitives. */
    static OptionalCodec of(Class<?> type) {
        if (type == OptionalInt.class) {
            return new OptionalCodec(
                    ScalarTypes.codec(Integer.class),
                    OptionalInt.empty(),
                    value -> OptionalInt.of((Integer) value),
                    value -> ((OptionalInt) value).getAsInt());
        }
        if (type == OptionalLong.class) {
            return new OptionalCodec(
                    ScalarTypes.codec(Long.class),
                    OptionalLong.empty(),
                    value -> OptionalLong.of((Long) value),
                    value -> ((OptionalLong) value).getAsLong());
        }
        return type != OptionalDouble.class
                ? null
                : new OptionalCodec(
                        ScalarTypes.codec(Double.class),
                        OptionalDouble.empty(),
                        value -> OptionalDouble.of((Double) value),
                        value -> ((OptionalDouble) value).getAsDouble());
    }

    @Override
    public Object readValue(JsonReader in) throws IOException {
        return wrap.apply(content.readValue(in));
    }

    @Override
    public void writeValue(JsonWriter out, Object value) throws IOException {
        content.write(out, value.equals(empty) ? null : unwrap.apply(value));
    }

    @Override
    public Object ofNull() {
        return empty;
    }

    @Override
    public boolean isOptional() {
        return true;
    }

    @Override
    public boolean isLeftOut(Object value) {
        return value == null || value.equals(empty);
    }
}
