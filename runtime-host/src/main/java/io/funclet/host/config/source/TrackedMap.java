package io.funclet.host.config.source;

import io.funclet.host.config.text.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One map of a configuration, and which keys somebody has asked it for: the others are unknown. Of one thread. */
final class TrackedMap {

    private final String path;
    private final Value.Mapping map;
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<TrackedMap> parts = new ArrayList<>();

    /** @param path the keys that lead to it; empty for the outermost map */
    TrackedMap(String path, Value.Mapping map) {
        this.path = path;
        this.map = map;
    }

    /** Makes the map of a value that this one has, or should have. */
    TrackedMap part(String partPath, Value.Mapping value) {
        TrackedMap part = new TrackedMap(partPath, value);
        parts.add(part);
        return part;
    }

    /** Whether there is anything but a null. Asks for nothing. */
    boolean has(String key) {
        return map.entries().containsKey(key) && !(map.entries().get(key) instanceof Value.Null);
    }

    /** @return the value; empty if there is none but a null */
    Optional<Value> ask(String key) {
        asked.add(key);
        return has(key) ? Optional.of(map.entries().get(key)) : Optional.empty();
    }

    /** All keys that it has. */
    Set<String> keys() {
        return map.entries().keySet();
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

    /** The key with those that lead to it. */
    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Whether this one or one of its parts has a key that nobody asked for. */
    boolean hasUnknownKeys() {
        if (!asked.containsAll(keys())) {
            return true;
        }
        for (TrackedMap part : parts) {
            if (part.hasUnknownKeys()) {
                return true;
            }
        }
        return false;
    }

    /** Those that are there, and nobody asked for. */
    List<String> unknownKeys() {
        List<String> unknown = new ArrayList<>(keys());
        unknown.removeAll(asked);
        return unknown;
    }

    /** Those that somebody asked for, and that are not there. */
    List<String> absentKeys() {
        List<String> absent = new ArrayList<>(asked);
        absent.removeIf(this::has);
        return absent;
    }

    /** The maps that were made of this one. */
    List<TrackedMap> parts() {
        return parts;
    }
}
