package io.funclet.host.typed.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.ToNumberPolicy;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/** JSON that is kept, with the text of each number, and without members that are there twice. */
public final class JsonTree {

    private JsonTree() {}

    public static JsonElement read(JsonReader in) throws IOException {
        return read(in, null);
    }

    private static JsonElement read(JsonReader in, String first) throws IOException {
        return switch (in.peek()) {
            case BEGIN_OBJECT -> object(in, first);
            case BEGIN_ARRAY -> array(in, first);
            case STRING -> new JsonPrimitive(in.nextString());
            case NUMBER -> new JsonPrimitive(ToNumberPolicy.LAZILY_PARSED_NUMBER.readNumber(in));
            case BOOLEAN -> new JsonPrimitive(in.nextBoolean());
            default -> {
                in.nextNull();
                yield JsonNull.INSTANCE;
            }
        };
    }

    private static JsonObject object(JsonReader in, String first) throws IOException {
        in.beginObject();
        if (in.hasNext()) {
            return restOfObject(in, in.nextName(), first);
        }
        in.endObject();
        return new JsonObject();
    }

    private static JsonArray array(JsonReader in, String first) throws IOException {
        JsonArray array = new JsonArray();
        in.beginArray();
        try {
            while (in.hasNext()) {
                array.add(read(in, first));
            }
        } catch (JsonFault fault) {
            throw fault.inElement(array.size());
        }
        in.endArray();
        return array;
    }

    /**
     * Reads the rest of an object.
     *
     * @param next the name that has been read
     * @param first the member that is to be the first one of this object and of those in it; {@code null} if none is
     */
    public static JsonObject restOfObject(JsonReader in, String next, String first) throws IOException {
        JsonObject members = new JsonObject();
        JsonObject ordered = new JsonObject();
        String name = next;
        while (name != null) {
            try {
                if (members.has(name) || ordered.has(name)) {
                    throw new JsonFault("is there twice");
                }
                (name.equals(first) ? ordered : members).add(name, read(in, first));
            } catch (JsonFault fault) {
                throw fault.inMember(name);
            }
            name = in.hasNext() ? in.nextName() : null;
        }
        in.endObject();
        members.entrySet().forEach(member -> ordered.add(member.getKey(), member.getValue()));
        return ordered;
    }

    /** Reads a tree as if it were text. */
    public static JsonReader reader(JsonElement tree) {
        return new TypeAdapter<JsonReader>() {
            @Override
            public JsonReader read(JsonReader in) {
                return in;
            }

            @Override
            public void write(JsonWriter out, JsonReader value) {
                throw new UnsupportedOperationException();
            }
        }.fromJsonTree(tree);
    }
}
