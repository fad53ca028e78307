package io.funclet.host.typed.codec;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.funclet.host.typed.json.JsonCodec;
import io.funclet.host.typed.json.JsonFault;
import io.funclet.host.typed.json.JsonNumbers;
import java.io.IOException;

/** A type that is one number or one string in JSON. It can also be the key of a map. */
final class ScalarCodec extends JsonCodec {

    interface Parser {
        Object parse(String text) throws JsonFault;
    }

    interface Formatter {
        String format(Object value) throws JsonFault;
    }

    private final JsonToken token;
    private final Parser parser;
    private final Formatter formatter;

    private ScalarCodec(String name, JsonToken token, Parser parser, Formatter formatter) {
        super(name);
        this.token = token;
        this.parser = parser;
        this.formatter = formatter;
    }

    static ScalarCodec number(String name, Parser parser, Formatter formatter) {
        return new ScalarCodec(name, JsonToken.NUMBER, parser, formatter);
    }

    static ScalarCodec text(String name, Parser parser, Formatter formatter) {
        return new ScalarCodec(name, JsonToken.STRING, parser, formatter);
    }

    @Override
    public Object readValue(JsonReader in) throws IOException {
        expect(in, token);
        return parser.parse(in.nextString());
    }

    @Override
    public void writeValue(JsonWriter out, Object value) throws IOException {
        if (token == JsonToken.NUMBER) {
            out.jsonValue(formatter.format(value));
        } else {
            out.value(formatKey(value));
        }
    }

    Object parseKey(String text) throws JsonFault {
        if (token == JsonToken.NUMBER && !JsonNumbers.isNumber(text)) {
            throw JsonFault.expected(name(), JsonFault.quoted(text));
        }
        return parser.parse(text);
    }

    /** @throws JsonFault if UTF-8 cannot hold the text */
    String formatKey(Object value) throws JsonFault {
        String text = formatter.format(value);
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (Character.isSurrogate(unit)
                    && (at + 1 == text.length() || !Character.isSurrogatePair(unit, text.charAt(++at)))) {
                throw new JsonFault("a text has half of a surrogate pair");
            }
        }
        return text;
    }
}
