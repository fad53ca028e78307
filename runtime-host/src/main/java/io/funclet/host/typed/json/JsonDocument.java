package io.funclet.host.typed.json;

import com.google.gson.JsonElement;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import io.funclet.api.Payload;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringWriter;

/** The text of one JSON value, in UTF-8. */
public final class JsonDocument {

    /** The smallest stack of a worker holds several times as many. */
    public static final int MOST_LEVELS = 100;

    private interface Content {
        Object read(JsonReader in) throws IOException;
    }

    private JsonDocument() {}

    /** @throws JsonFault if the payload is no JSON, or no value of the type */
    public static Object read(Payload payload, JsonCodec codec) throws JsonFault {
        return read(payload, codec::readElement);
    }

    public static JsonElement tree(Payload payload) throws JsonFault {
        return (JsonElement) read(payload, JsonTree::read);
    }

    private static Object read(Payload payload, Content content) throws JsonFault {
        // Skips one byte order mark.
        JsonReader in = new JsonReader(new Utf8Reader(payload.buffer()));
        in.setStrictness(Strictness.STRICT);
        in.setNestingLimit(MOST_LEVELS);
        boolean isRead = false;
        try {
            Object value = content.read(in);
            isRead = true;
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new MalformedJsonException("");
            }
            return value;
        } catch (JsonFault fault) {
            throw fault;
        } catch (EOFException end) {
            throw JsonFault.noJson("the JSON ends too early").at(in.getPath());
        } catch (MalformedJsonException malformed) {
            throw (isRead ? JsonFault.noJson("text after the JSON value" + near(in)) : fault(malformed, near(in)))
                    .at(in.getPath());
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory", e);
        }
    }

    private static String near(JsonReader in) {
        return " near character " + in.getCharacterOffset();
    }

    private static JsonFault fault(MalformedJsonException malformed, String near) {
        String message = String.valueOf(malformed.getMessage());
        if (message.startsWith("Nesting limit")) {
            return new JsonFault("more than " + MOST_LEVELS + " levels of JSON" + near);
        }
        return message.startsWith("Unpaired surrogate")
                ? new JsonFault("half of a surrogate pair" + near)
                : JsonFault.noJson("not JSON" + near);
    }

    public static Payload write(Object value, JsonCodec codec) throws JsonFault {
        StringWriter text = new StringWriter();
        try {
            codec.write(new BoundedWriter(text), value);
        } catch (JsonFault fault) {
            throw fault;
        } catch (IOException e) {
            throw new IllegalStateException("text in memory", e);
        }
        return Payload.of(text.toString());
    }

    /** Fails where an object of the function contains itself. */
    private static final class BoundedWriter extends JsonWriter {

        private int levels;

        BoundedWriter(StringWriter out) {
            super(out);
            setStrictness(Strictness.STRICT);
        }

        @Override
        public JsonWriter beginArray() throws IOException {
            enter();
            return super.beginArray();
        }

        @Override
        public JsonWriter endArray() throws IOException {
            levels--;
            return super.endArray();
        }

        @Override
        public JsonWriter beginObject() throws IOException {
            enter();
            return super.beginObject();
        }

        @Override
        public JsonWriter endObject() throws IOException {
            levels--;
            return super.endObject();
        }

        private void enter() throws JsonFault {
            if (++levels > MOST_LEVELS) {
                throw new JsonFault("more than " + MOST_LEVELS + " levels of objects");
            }
        }
    }
}
