package io.funclet.host.typed.json;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/** Converts one type from and to JSON. Thread-safe. */
public abstract class JsonCodec {

    private final String name;

    public JsonCodec(String name) {
        this.name = name;
    }

    /** What is expected, in words. */
    public String name() {
        return name;
    }

    /** Reads the next value. Returns {@code null} for JSON's null, if the type has no other meaning for it. */
    public final Object read(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.NULL) {
            in.nextNull();
            return ofNull();
        }
        return readValue(in);
    }

    /** Reads a value that must be there: an element of an array, or the whole event. */
    public final Object readElement(JsonReader in) throws IOException {
        Object value = read(in);
        if (value == null && !isNullable()) {
            throw JsonFault.expected(name, "null");
        }
        return value;
    }

    public final void write(JsonWriter out, Object value) throws IOException {
        if (value == null) {
            out.nullValue();
        } else {
            writeValue(out, value);
        }
    }

    /** Reads a value that is not null. */
    public abstract Object readValue(JsonReader in) throws IOException;

    public abstract void writeValue(JsonWriter out, Object value) throws IOException;

    /** What JSON's null means. */
    public Object ofNull() throws JsonFault {
        return null;
    }

    /** What it means that a member is not there. */
    public Object ofAbsent() throws JsonFault {
        return ofNull();
    }

    /** Whether {@code null} is a value of the type wherever it stands. */
    public boolean isNullable() {
        return false;
    }

    /** Whether the type says that there may be no value. */
    public boolean isOptional() {
        return false;
    }

    /** Whether a member with this value is not written. */
    public boolean isLeftOut(Object value) {
        return false;
    }

    public final void expect(JsonReader in, JsonToken token) throws IOException {
        if (in.peek() != token) {
            throw JsonFault.expected(name, found(in));
        }
    }

    public static String found(JsonReader in) throws IOException {
        return switch (in.peek()) {
            case STRING -> JsonFault.quoted(in.nextString());
            case NUMBER -> JsonFault.clipped(in.nextString());
            case BOOLEAN -> String.valueOf(in.nextBoolean());
            case BEGIN_OBJECT -> "an object";
            case BEGIN_ARRAY -> "an array";
            default -> "null";
        };
    }
}
