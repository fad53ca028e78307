package io.funclet.host.config.text;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Parses the JSON of a command line, strictly (RFC 8259). Loads no class of the YAML library. */
public final class JsonText {

    private final JsonReader reader;
    private final BiConsumer<String, String> suspicions;

    private JsonText(String text, BiConsumer<String, String> suspicions) {
        this.suspicions = suspicions;
        reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
    }

    /**
     * Parses a text.
     *
     * @param suspicions gets the place and text of a warning for each duplicate key
     * @throws MalformedTextException if the text is not a JSON object
     */
    public static Value.Mapping parse(String text, BiConsumer<String, String> suspicions)
            throws MalformedTextException {
        JsonText json = new JsonText(text, suspicions);
        try {
            if (json.reader.peek() != JsonToken.BEGIN_OBJECT) {
                throw new MalformedTextException("is not a JSON object");
            }
            Value.Mapping root = json.mapping();
            if (json.reader.peek() != JsonToken.END_DOCUMENT) {
                throw new MalformedTextException("has more than one JSON value");
            }
            return root;
        } catch (EOFException e) {
            throw new MalformedTextException("is not JSON: it ends too early");
        } catch (IOException e) {
            throw new MalformedTextException("is not JSON: " + json.reason(e));
        }
    }

    /** Recursive, but bounded: the reader rejects more than 255 levels. */
    private Value value() throws IOException, MalformedTextException {
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> mapping();
            case BEGIN_ARRAY -> sequence();
            case STRING -> new Value.Scalar(reader.nextString(), Value.Style.QUOTED, 0);
            case NUMBER -> new Value.Scalar(reader.nextString(), Value.Style.LITERAL, 0);
            case BOOLEAN -> new Value.Scalar(String.valueOf(reader.nextBoolean()), Value.Style.LITERAL, 0);
            default -> {
                reader.nextNull();
                yield new Value.Null(0);
            }
        };
    }

    private Value.Mapping mapping() throws IOException, MalformedTextException {
        Map<String, Value> entries = new LinkedHashMap<>();
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            value().put(entries, key, true, suspicions);
        }
        reader.endObject();
        return new Value.Mapping(entries, 0);
    }

    private Value.Sequence sequence() throws IOException, MalformedTextException {
        List<Value> items = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            items.add(value());
        }
        reader.endArray();
        return new Value.Sequence(items, 0);
    }

    /** The messages of Gson are for programmers. Only their position helps an operator. */
    private String reason(IOException e) {
        String place = PrintableText.printable(reader.toString().replaceFirst("^JsonReader ", ""));
        String message = String.valueOf(e.getMessage());
        boolean told = e instanceof MalformedJsonException && !message.startsWith("Use JsonReader");
        int end = message.indexOf(" at line ");
        return (told && end > 0 ? message.substring(0, end) : "unexpected character") + " " + place;
    }
}
