package io.funclet.host.config.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What JSON and YAML have in common, not yet typed: which type a scalar has is for its reader to say, as in Go's
 * unmarshalling into a struct, so that {@code name: 123} can be a text.
 */
public sealed interface Value {

    /**
     * The line of its key, or where it has none, its own, from 1; 0 where lines mean nothing, as in the JSON of a command
     * line.
     */
    int line();

    /** How a message shows it. */
    default String described() {
        return this instanceof Sequence ? "a list" : this instanceof Mapping ? "a map" : "null";
    }

    /**
     * Warns of a key that stands twice in one map; this is the last value.
     *
     * @param first what the key had before
     * @param suspicions gets the warning
     */
    default void warnOfTwo(Value first, String key, BiConsumer<String, String> suspicions) {
        boolean lines = line() > 0;
        suspicions.accept(
                lines ? "line " + line() + ": " + PrintableText.printable(key) : PrintableText.printable(key),
                "stands twice in one map" + (lines ? ", before in line " + first.line() : "")
                        + "; the last one counts");
    }

    /** Gives the last of two values of one key; of two maps with what the first has besides, as Go fills a struct. */
    default Value joined(Value first) {
        if (!(this instanceof Mapping last && first instanceof Mapping before)) {
            return this;
        }
        Map<String, Value> entries = new LinkedHashMap<>(before.entries());
        last.entries().forEach((key, value) -> entries.merge(key, value, (old, latest) -> latest.joined(old)));
        return new Mapping(entries, line());
    }

    /** To Go a zero value: absent where a default applies, an empty text in {@code env}. */
    record Null(int line) implements Value {}

    record Scalar(String text, Style style, int line) implements Value {

        @Override
        public String described() {
            return style == Style.LITERAL ? PrintableText.printable(text) : PrintableText.quoted(text);
        }
    }

    record Mapping(Map<String, Value> entries, int line) implements Value {}

    record Sequence(List<Value> items, int line) implements Value {}

    /** How a scalar was written, as far as that limits what it can be read as. */
    enum Style {
        /** In quotes, or a YAML block: a text, or whatever is written as one. */
        QUOTED,
        /** YAML without quotes: anything. */
        PLAIN,
        /** A number or a boolean of JSON: never a text. */
        LITERAL
    }
}
