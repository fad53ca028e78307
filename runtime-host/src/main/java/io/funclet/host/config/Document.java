package io.funclet.host.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Typed reading of one map of a configuration. What is absent, null or, for numbers, zero gives an empty answer, as the
 * defaults of the callers' Go structs apply to zero values; so does what cannot be read, which becomes a problem. A key
 * that nobody asked for is unknown. Of one thread.
 */
final class Document {

    private static final Set<String> TRUE = Set.of("true", "yes", "on", "y");
    private static final Set<String> FALSE = Set.of("false", "no", "off", "n");

    private static final int MOST_LISTED = 20;

    private final String path;
    private final Value.Mapping map;
    private final ConfigProblems problems;
    private final boolean reported;
    private final Set<String> known = new HashSet<>();
    private final List<Document> parts = new ArrayList<>();

    private Document(String path, Value.Mapping map, ConfigProblems problems, boolean reported) {
        this.path = path;
        this.map = map;
        this.problems = problems;
        this.reported = reported;
    }

    static Document of(Value.Mapping map, ConfigProblems problems) {
        return new Document("", map, problems, false);
    }

    ConfigProblems problems() {
        return problems;
    }

    /** Whether it is a map, or absent: no problem of its own makes those of its keys pointless. */
    boolean isReadable() {
        return !reported;
    }

    /** Whether there is anything but a null. */
    boolean has(String key) {
        return map.entries().containsKey(key) && !(map.entries().get(key) instanceof Value.Null);
    }

    /** Says that a key is known, and of no use to this program. */
    void ignore(String... keys) {
        known.addAll(List.of(keys));
    }

    /** @return where a key is: {@code line 7: functions[0].handler}, or without the line where there is none */
    String at(String key) {
        Value value = map.entries().get(key);
        int line = value == null ? map.line() : value.line();
        return (line > 0 ? "line " + line + ": " : "") + pathOf(key);
    }

    /** @return the map of that key; an empty one if there is none */
    Document map(String key) {
        Optional<Value> value = ask(key);
        if (value.isEmpty()) {
            return part(pathOf(key), new Value.Mapping(Map.of(), 0), reported);
        }
        return part(pathOf(key), value.get());
    }

    /** @return the maps of a list, in order; none after adding the problem that it is missing, empty or no list */
    List<Document> requiredList(String key) {
        Value value = ask(key).orElse(new Value.Sequence(List.of(), 0));
        List<Document> items = new ArrayList<>();
        if (!(value instanceof Value.Sequence sequence)) {
            problems.add(at(key), described(value) + " is not a list");
            return items;
        }
        for (Value item : sequence.items()) {
            items.add(part(pathOf(key) + "[" + items.size() + "]", item));
        }
        if (items.isEmpty()) {
            problems.add(at(key), has(key) ? "is an empty list" : "is missing");
        }
        return items;
    }

    /** @return the texts of a map whose keys are free, such as {@code env}; a null in it is an empty text, as in Go */
    Map<String, String> texts(String key) {
        Document texts = map(key);
        Map<String, String> all = new LinkedHashMap<>();
        texts.map
                .entries()
                .keySet()
                .forEach(name -> all.put(name, texts.text(name).orElse("")));
        return all;
    }

    Optional<String> text(String key) {
        return read(
                key,
                "a text",
                scalar -> Optional.of(scalar.text()).filter(text -> scalar.style() != Value.Style.LITERAL));
    }

    /** @return the text, or a placeholder after adding the problem that it is missing or empty */
    String requiredText(String key) {
        if (!has(key)) {
            ask(key);
            if (!reported) {
                problems.add(at(key), "is missing");
            }
            return "";
        }
        Optional<String> text = text(key);
        if (text.isPresent() && text.get().isBlank()) {
            problems.add(at(key), "is empty");
        }
        return text.orElse("");
    }

    /** Reads a boolean; in YAML also as yes, no, on and off, which Go's YAML 1.1 reader takes. */
    boolean bool(String key, boolean otherwise) {
        return read(key, "true or false", scalar -> {
                    String word = scalar.style() == Value.Style.QUOTED
                            ? ""
                            : scalar.text().toLowerCase(Locale.ROOT);
                    return TRUE.contains(word) || FALSE.contains(word)
                            ? Optional.of(TRUE.contains(word))
                            : Optional.empty();
                })
                .orElse(otherwise);
    }

    Optional<Integer> count(String key) {
        return read(key, "a whole number from 0 to 2147483647", Quantities::count)
                .filter(count -> count > 0);
    }

    Optional<Duration> duration(String key) {
        return read(key, Quantities.A_DURATION, Quantities::duration).filter(duration -> !duration.isZero());
    }

    Optional<Integer> size(String key) {
        return read(key, Quantities.A_SIZE, Quantities::size).filter(size -> size > 0);
    }

    /**
     * Reads a scalar.
     *
     * @param expected what it should be, to follow "is not"
     * @param reader gives nothing for what it cannot read
     */
    <T> Optional<T> read(String key, String expected, Function<Value.Scalar, Optional<T>> reader) {
        Optional<Value> value = ask(key);
        Optional<T> result = value.filter(Value.Scalar.class::isInstance)
                .map(Value.Scalar.class::cast)
                .flatMap(reader);
        if (value.isPresent() && result.isEmpty()) {
            problems.add(at(key), described(value.get()) + " is not " + expected);
        }
        return result;
    }

    /** @return one line that lists the keys nobody asked for, in this map and in those that were read of it */
    Optional<String> unknownKeys() {
        List<String> unknown = new ArrayList<>();
        addUnknownKeys(unknown);
        if (unknown.isEmpty()) {
            return Optional.empty();
        }
        int more = unknown.size() - MOST_LISTED;
        String listed = String.join(", ", more > 0 ? unknown.subList(0, MOST_LISTED) : unknown);
        return Optional.of(problems.source() + ": unknown keys are ignored: " + listed
                + (more > 0 ? " and " + more + " more" : ""));
    }

    private void addUnknownKeys(List<String> unknown) {
        for (String key : map.entries().keySet()) {
            if (!known.contains(key)) {
                unknown.add(ConfigProblems.printable(pathOf(key)));
            }
        }
        parts.forEach(part -> part.addUnknownKeys(unknown));
    }

    private Optional<Value> ask(String key) {
        known.add(key);
        return Optional.ofNullable(map.entries().get(key)).filter(value -> !(value instanceof Value.Null));
    }

    private Document part(String partPath, Value value) {
        if (value instanceof Value.Mapping mapping) {
            return part(partPath, mapping, false);
        }
        if (value instanceof Value.Null) {
            return part(partPath, new Value.Mapping(Map.of(), value.line()), false);
        }
        String line = value.line() > 0 ? "line " + value.line() + ": " : "";
        problems.add(line + partPath, described(value) + " is not a map of keys");
        return part(partPath, new Value.Mapping(Map.of(), value.line()), true);
    }

    private Document part(String partPath, Value.Mapping mapping, boolean alreadyReported) {
        Document part = new Document(partPath, mapping, problems, alreadyReported);
        parts.add(part);
        return part;
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String described(Value value) {
        if (value instanceof Value.Scalar scalar) {
            return scalar.style() == Value.Style.LITERAL ? scalar.text() : ConfigProblems.quoted(scalar.text());
        }
        return value instanceof Value.Sequence ? "a list" : "a map";
    }
}
