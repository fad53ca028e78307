package io.funclet.host.config.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A value of JSON or YAML without a type: the reader decides it, as Go does for a struct. So {@code name: 123} can be a
 * text.
 */
public sealed interface Value {

    /** The line of a value that is not from the file, but from the variable {@code FUNCLET_CONFIG}. */
    int OF_VARIABLE = -1;

    /**
     * The line of its key, else of the value, from 1; 0 without lines, as in JSON of a command line; {@link #OF_VARIABLE}
     * otherwise.
     */
    int line();

    /** A line in a message: {@code line 7}, the variable, or nothing without lines. */
    static String place(int line) {
        return line > 0 ? "line " + line : line == OF_VARIABLE ? "FUNCLET_CONFIG" : "";
    }

    /** The same before a key. */
    static String before(int line) {
        String place = place(line);
        return place.isEmpty() ? "" : place + ": ";
    }

    /** The value in a message. */
    default String described() {
        return this instanceof Sequence ? "a list" : this instanceof Mapping ? "a map" : "null";
    }

    /** Puts this into a map. If the key is there already, warns, and merges the two if they are to be joined. */
    default void put(Map<String, Value> entries, String key, boolean joining, BiConsumer<String, String> suspicions) {
        Value first = entries.put(key, this);
        if (first == null) {
            return;
        }
        if (joining) {
            entries.put(key, joined(first));
        }
        boolean lines = line() > 0;
        suspicions.accept(
                lines ? "line " + line() + ": " + PrintableText.printable(key) : PrintableText.printable(key),
                "stands twice in one map" + (lines ? ", before in line " + first.line() : "")
                        + "; the last one counts");
    }

    /** Merges two values of one key: the last one counts; two maps are merged, as Go fills a struct. */
    default Value joined(Value first) {
        if (!(this instanceof Mapping last && first instanceof Mapping before)) {
            return this;
        }
        Map<String, Value> entries = new LinkedHashMap<>(before.entries());
        last.entries().forEach((key, value) -> entries.merge(key, value, (old, latest) -> latest.joined(old)));
        return new Mapping(entries, line());
    }

    /** A zero value in Go: absent if there is a default, an empty text in {@code env}. */
    record Null(int line) implements Value {}

    record Scalar(String text, Style style, int line) implements Value {

        @Override
        public String described() {
            return style == Style.LITERAL ? PrintableText.printable(text) : PrintableText.quoted(text);
        }
    }

    record Mapping(Map<String, Value> entries, int line) implements Value {}

    record Sequence(List<Value> items, int line) implements Value {}

    /** The written form of a scalar, as far as it limits its type. */
    enum Style {
        /** Quoted, or a YAML block: a text, or a value written as text. */
        QUOTED,
        /** Unquoted YAML: any type. */
        PLAIN,
        /** A number or a boolean of JSON: never a text. */
        LITERAL
    }
}
