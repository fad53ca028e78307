package io.funclet.host.typed.codec;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.funclet.host.typed.json.JsonCodec;
import io.funclet.host.typed.json.JsonFault;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;

/** A list, a set or an array. Lists and sets that it reads cannot be changed. */
final class SequenceCodec extends JsonCodec {

    private final Class<?> type;
    private final JsonCodec element;

    /** @param type an array, {@code Set}, or a type that a list has */
    SequenceCodec(Class<?> type, JsonCodec element) {
        super("an array");
        this.type = type;
        this.element = element;
    }

    @Override
    public Object readValue(JsonReader in) throws IOException {
        expect(in, JsonToken.BEGIN_ARRAY);
        List<Object> elements = new ArrayList<>();
        in.beginArray();
        try {
            while (in.hasNext()) {
                elements.add(element.readElement(in));
            }
        } catch (JsonFault fault) {
            throw fault.inElement(elements.size());
        }
        in.endArray();
        if (type.isArray()) {
            return array(elements);
        }
        return type.isAssignableFrom(List.class)
                ? Collections.unmodifiableList(elements)
                : Collections.unmodifiableSet(new LinkedHashSet<>(elements));
    }

    private Object array(List<Object> elements) {
        Object array = Array.newInstance(type.getComponentType(), elements.size());
        for (int at = 0; at < elements.size(); at++) {
            Array.set(array, at, elements.get(at));
        }
        return array;
    }

    @Override
    public void writeValue(JsonWriter out, Object value) throws IOException {
        out.beginArray();
        int at = 0;
        try {
            if (type.isArray()) {
                for (; at < Array.getLength(value); at++) {
                    element.write(out, Array.get(value, at));
                }
            } else {
                for (Object each : (Iterable<?>) value) {
                    element.write(out, each);
                    at++;
                }
            }
        } catch (JsonFault fault) {
            throw fault.inElement(at);
        }
        out.endArray();
    }
}
