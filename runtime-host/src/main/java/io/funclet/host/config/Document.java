package io.funclet.host.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

    private final String path;
    private final Value.Mapping map;
    private final ConfigProblems problems;
    private final boolean reported;
    private final Set<String> known = new LinkedHashSet<>();
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
        int line = map.entries().containsKey(key) ? lineOf(key) : map.line();
        return (line > 0 ? "line " + line + ": " : "") + pathOf(key);
    }

    /** The line of a key that is there; 0 where lines mean nothing. */
    int lineOf(String key) {
        return map.entries().get(key).line();
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
            problems.add(at(key), value.described() + " is not a list");
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

    /** Reads the time that something may take; one that nothing can keep is suspicious. */
    Optional<Duration> duration(String key) {
        Optional<Duration> duration =
                read(key, Quantities.A_DURATION, Quantities::duration).filter(it -> !it.isZero());
        if (duration.isPresent() && Quantities.isImplausible(duration.get())) {
            Value.Scalar scalar = (Value.Scalar) map.entries().get(key);
            problems.suspect(at(key), scalar.described() + Quantities.suspicion(scalar));
        }
        return duration;
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
            problems.add(at(key), value.get().described() + " is not " + expected);
        }
        return result;
    }

    /** Suspects the keys nobody asked for, in this map and in those that were read of it. */
    void suspectUnknownKeys() {
        if (hasUnknownKeys()) {
            problems.suspect("", UnknownKeys.line(this));
        }
    }

    private boolean hasUnknownKeys() {
        if (!known.containsAll(map.entries().keySet())) {
            return true;
        }
        for (Document part : parts) {
            if (part.hasUnknownKeys()) {
                return true;
            }
        }
        return false;
    }

    /** Those that are there, and nobody asked for. */
    List<String> unknownKeys() {
        List<String> unknown = new ArrayList<>(map.entries().keySet());
        unknown.removeAll(known);
        return unknown;
    }

    /** Those that somebody asked for, and that are not there. */
    List<String> absentKeys() {
        List<String> absent = new ArrayList<>(known);
        absent.removeIf(this::has);
        return absent;
    }

    /** The maps that were read of this one. */
    List<Document> parts() {
        return parts;
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
        problems.add(line + partPath, value.described() + " is not a map of keys");
        return part(partPath, new Value.Mapping(Map.of(), value.line()), true);
    }

    private Document part(String partPath, Value.Mapping mapping, boolean alreadyReported) {
        Document part = new Document(partPath, mapping, problems, alreadyReported);
        parts.add(part);
        return part;
    }

    /** The key with those that lead to it. */
    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
