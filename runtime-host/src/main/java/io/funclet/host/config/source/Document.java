package io.funclet.host.config.source;

import io.funclet.host.config.text.UnitParser;
import io.funclet.host.config.text.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Typed access to one map of a configuration. A missing or null value, and a zero number, gives an empty result, as in
 * the Go structs of the callers. An invalid value also becomes a problem. Single-threaded.
 */
public final class Document {

    private static final Set<String> TRUE = Set.of("true", "yes", "on", "y");
    private static final Set<String> FALSE = Set.of("false", "no", "off", "n");

    private final TrackedMap map;
    private final ConfigProblems problems;
    private final boolean reported;

    private Document(TrackedMap map, ConfigProblems problems, boolean reported) {
        this.map = map;
        this.problems = problems;
        this.reported = reported;
    }

    public static Document of(Value.Mapping map, ConfigProblems problems) {
        return new Document(new TrackedMap("", map), problems, false);
    }

    public ConfigProblems problems() {
        return problems;
    }

    /** Whether it is a map or absent. Otherwise, problems of its keys make no sense. */
    public boolean isReadable() {
        return !reported;
    }

    public boolean has(String key) {
        return map.has(key);
    }

    public boolean isEmptyList(String key) {
        return map.ask(key).orElse(null) instanceof Value.Sequence list
                && list.items().isEmpty();
    }

    /** Marks a key as known but unused by Funclet. */
    public void ignore(String... keys) {
        for (String key : keys) {
            map.ask(key);
        }
    }

    /** Where a key is: {@code line 7: functions[0].handler}, or without the line where there is none. */
    public String at(String key) {
        return map.at(key);
    }

    /** The map of that key; an empty one if there is none. */
    public Document map(String key) {
        Optional<Value> value = map.ask(key);
        if (value.isEmpty()) {
            return part(map.pathOf(key), new Value.Mapping(Map.of(), 0), reported);
        }
        return part(map.pathOf(key), value.get());
    }

    /** The maps of a list, in order; none after adding the problem that it is missing, empty or no list. */
    public List<Document> requiredList(String key) {
        Value value = map.ask(key).orElse(new Value.Sequence(List.of(), 0));
        List<Document> items = new ArrayList<>();
        if (!(value instanceof Value.Sequence sequence)) {
            problems.add(at(key), value.described() + " is not a list");
            return items;
        }
        for (Value item : sequence.items()) {
            items.add(part(map.pathOf(key) + "[" + items.size() + "]", item));
        }
        if (items.isEmpty()) {
            problems.add(at(key), has(key) ? "is an empty list" : "is missing");
        }
        return items;
    }

    /** The texts of a map whose keys are free, such as {@code env}; a null in it is an empty text, as in Go. */
    public Map<String, String> texts(String key) {
        Document texts = map(key);
        Map<String, String> all = new LinkedHashMap<>();
        texts.map.keys().forEach(name -> all.put(name, texts.text(name).orElse("")));
        return all;
    }

    /** The values of a map whose keys are free, such as {@code config}. */
    public FreeMap free(String key) {
        Document free = map(key);
        return new FreeMap(map.pathOf(key), free.map, problems);
    }

    public Optional<String> text(String key) {
        return value(
                key,
                "a text",
                scalar -> Optional.of(scalar.text()).filter(text -> scalar.style() != Value.Style.LITERAL));
    }

    /** The text, or a placeholder after adding the problem that it is missing or empty. */
    public String requiredText(String key) {
        if (!has(key)) {
            map.ask(key);
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
    public boolean bool(String key, boolean otherwise) {
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

    public OptionalInt count(String key) {
        return count(key, Integer.MAX_VALUE);
    }

    public OptionalInt count(String key, int most) {
        Optional<Integer> count = read(
                key,
                UnitParser.A_COUNT_TO + most,
                scalar -> UnitParser.count(scalar).filter(it -> it <= most));
        if (count.isPresent()) {
            suspectIfDoubtful(key, count.get().toString());
        }
        return count.isPresent() && count.get() > 0 ? OptionalInt.of(count.get()) : OptionalInt.empty();
    }

    /** Reads the time limit of a call. Warns if it is too short for any call. */
    public Optional<Duration> duration(String key) {
        Optional<Duration> duration = read(key, UnitParser.A_DURATION, UnitParser::duration);
        if (duration.isPresent() && !duration.get().isZero() && UnitParser.isImplausible(duration.get())) {
            suspect(key, UnitParser.suspicion(scalar(key), duration.get()));
        } else if (duration.isPresent()) {
            suspectIfDoubtful(key, duration.get().toNanos() + " nanoseconds");
        }
        return duration.filter(it -> !it.isZero());
    }

    /** Reads the size limit of a message. Warns if it is too small for any message. */
    public Optional<Integer> size(String key) {
        Optional<Integer> size = read(key, UnitParser.A_SIZE, UnitParser::size);
        if (size.isPresent() && size.get() > 0 && size.get() < UnitParser.LEAST_PLAUSIBLE_BYTES) {
            suspect(key, " means " + size.get() + " bytes, which hardly any message fits; megabytes are written 4m");
        } else if (size.isPresent()) {
            suspectIfDoubtful(key, size.get() + " bytes");
        }
        return size.filter(it -> it > 0);
    }

    private void suspectIfDoubtful(String key, String reading) {
        if (UnitParser.isDoubtful(scalar(key))) {
            suspect(key, " is read as " + reading);
        }
    }

    private Value.Scalar scalar(String key) {
        return (Value.Scalar) map.ask(key).orElseThrow();
    }

    private void suspect(String key, String why) {
        problems.suspect(at(key), scalar(key).described() + why);
    }

    /**
     * Reads a scalar. An empty text is absent.
     *
     * @param expected follows "is not" in the problem
     * @param reader returns empty for an invalid value
     */
    public <T> Optional<T> read(String key, String expected, Function<Value.Scalar, Optional<T>> reader) {
        boolean empty = map.ask(key).orElse(null) instanceof Value.Scalar scalar
                && scalar.text().isEmpty();
        return empty ? Optional.empty() : value(key, expected, reader);
    }

    private <T> Optional<T> value(String key, String expected, Function<Value.Scalar, Optional<T>> reader) {
        Optional<Value> value = map.ask(key);
        Optional<T> result = value.isPresent() && value.get() instanceof Value.Scalar scalar
                ? reader.apply(scalar)
                : Optional.empty();
        if (value.isPresent() && result.isEmpty()) {
            problems.add(at(key), value.get().described() + quotes(value.get(), reader) + " is not " + expected);
        }
        return result;
    }

    /** Says so if only the quotes make a value invalid. */
    private static String quotes(Value value, Function<Value.Scalar, ?> reader) {
        return value instanceof Value.Scalar scalar
                        && scalar.style() == Value.Style.QUOTED
                        && !reader.apply(new Value.Scalar(scalar.text(), Value.Style.PLAIN, 0))
                                .equals(Optional.empty())
                ? " in quotes"
                : "";
    }

    /** Warns of the keys that no code asked for, in this map and in its parts. */
    public void suspectUnknownKeys() {
        if (map.hasUnknownKeys()) {
            problems.suspect("", UnknownKeys.line(map));
        }
    }

    private Document part(String partPath, Value value) {
        if (value instanceof Value.Mapping mapping) {
            return part(partPath, mapping, false);
        }
        if (value instanceof Value.Null) {
            return part(partPath, new Value.Mapping(Map.of(), value.line()), false);
        }
        problems.add(Value.before(value.line()) + partPath, value.described() + " is not a map of keys");
        return part(partPath, new Value.Mapping(Map.of(), value.line()), true);
    }

    private Document part(String partPath, Value.Mapping mapping, boolean alreadyReported) {
        return new Document(map.part(partPath, mapping), problems, alreadyReported);
    }
}
