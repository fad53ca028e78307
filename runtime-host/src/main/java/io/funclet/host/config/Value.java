package io.funclet.host.config;

import java.util.List;
import java.util.Map;

/**
 * What JSON and YAML have in common, not yet typed: which type a scalar has is for its reader to say, as in Go's
 * unmarshalling into a struct, so that {@code name: 123} can be a text.
 */
sealed interface Value {

    /**
     * The line of its key, or where it has none, its own, from 1; 0 where lines mean nothing, as in the JSON of a command
     * line.
     */
    int line();

    /** How a message shows it. */
    default String described() {
        return this instanceof Sequence ? "a list" : this instanceof Mapping ? "a map" : "null";
    }

    /** To Go a zero value: absent where a default applies, an empty text in {@code env}. */
    record Null(int line) implements Value {}

    record Scalar(String text, Style style, int line) implements Value {

        @Override
        public String described() {
            return style == Style.LITERAL ? ConfigProblems.printable(text) : ConfigProblems.quoted(text);
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
