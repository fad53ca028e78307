package io.funclet.sample;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.funclet.api.Payload;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A JSON object that is being written.
 *
 * <p>Token by token from reader to writer, without a tree in between: numbers keep their spelling, any depth fits on the
 * stack, and an event of 4 MiB does not cost a gateway several times as much.
 */
final class JsonAnswer {

    /** Room for what is added to an event, so that the array rarely grows. */
    private static final int ADDITIONS_BYTES = 512;

    private final OpenBytes bytes;
    private final JsonWriter to;

    JsonAnswer(int eventBytes) throws IOException {
        bytes = new OpenBytes(eventBytes + ADDITIONS_BYTES);
        // Buffered, because an OutputStreamWriter copies each text as a whole before it encodes it.
        to = new JsonWriter(new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8)));
        to.beginObject();
    }

    /** A reader that takes JSON as RFC 8259 defines it, to any depth: {@link #copy} does not recurse. */
    static JsonReader read(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        reader.setNestingLimit(Integer.MAX_VALUE);
        return reader;
    }

    /** The next value as JSON text. */
    static String copyOfValue(JsonReader from) throws IOException {
        StringWriter text = new StringWriter();
        copy(from, new JsonWriter(text));
        return text.toString();
    }

    JsonAnswer put(String name, String text) throws IOException {
        to.name(name).value(text);
        return this;
    }

    JsonAnswer put(Map<String, Object> entries) throws IOException {
        for (Map.Entry<String, Object> entry : entries.entrySet()) {
            to.name(entry.getKey());
            if (entry.getValue() instanceof Number number) {
                to.value(number);
            } else {
                to.value(entry.getValue().toString());
            }
        }
        return this;
    }

    /** Copies the next value under a name. */
    void putValue(String name, JsonReader from) throws IOException {
        to.name(name);
        copy(from, to);
    }

    /** Ends the object. */
    Payload payload() throws IOException {
        to.endObject();
        to.flush();
        return bytes.payload();
    }

    private static void copy(JsonReader from, JsonWriter to) throws IOException {
        int depth = 0;
        do {
            switch (from.peek()) {
                case BEGIN_OBJECT -> {
                    from.beginObject();
                    to.beginObject();
                    depth++;
                }
                case END_OBJECT -> {
                    from.endObject();
                    to.endObject();
                    depth--;
                }
                case BEGIN_ARRAY -> {
                    from.beginArray();
                    to.beginArray();
                    depth++;
                }
                case END_ARRAY -> {
                    from.endArray();
                    to.endArray();
                    depth--;
                }
                case NAME -> to.name(from.nextName());
                case STRING -> to.value(from.nextString());
                // A strict reader has seen that it is a number; its text is the only form that loses nothing.
                case NUMBER -> to.jsonValue(from.nextString());
                case BOOLEAN -> to.value(from.nextBoolean());
                case NULL -> {
                    from.nextNull();
                    to.nullValue();
                }
                case END_DOCUMENT -> throw new IllegalStateException("no value to copy");
            }
        } while (depth > 0);
    }

    /** Hands over its array, where {@link ByteArrayOutputStream#toByteArray} copies it. */
    private static final class OpenBytes extends ByteArrayOutputStream {

        OpenBytes(int sizeBytes) {
            super(sizeBytes);
        }

        Payload payload() {
            return Payload.of(ByteBuffer.wrap(buf, 0, count));
        }
    }
}
