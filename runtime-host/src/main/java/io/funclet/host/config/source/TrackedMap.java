package io.funclet.host.config.source;

import io.funclet.host.config.text.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One map of a configuration that tracks which keys were read. The others are unknown. Single-threaded. */
final class TrackedMap {

    /** The keys that lead to it; empty for the outermost map. */
    private final String path;

    private final Value.Mapping map;
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<TrackedMap> parts = new ArrayList<>();

    TrackedMap(String path, Value.Mapping map) {
        this.path = path;
        this.map = map;
    }

    TrackedMap part(String partPath, Value.Mapping value) {
        TrackedMap part = new TrackedMap(partPath, value);
        parts.add(part);
        return part;
    }

    /** Whether the value is not null. Does not count as a read. */
    boolean has(String key) {
        return map.entries().containsKey(key) && !(map.entries().get(key) instanceof Value.Null);
    }

    Optional<Value> ask(String key) {
        asked.add(key);
        return has(key) ? Optional.of(map.entries().get(key)) : Optional.empty();
    }

    Set<String> keys() {
        return map.entries().keySet();
    }

    String at(String key) {
        int line = map.entries().containsKey(key) ? lineOf(key) : map.line();
        return Value.before(line) + pathOf(key);
    }

    /** The {@link Value#line} of an existing key. */
    int lineOf(String key) {
        return map.entries().get(key).line();
    }

    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Whether this map or a part of it has an unread key. */
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

    /** The existing keys that were not read. */
    List<String> unknownKeys() {
        List<String> unknown = new ArrayList<>(keys());
        unknown.removeAll(asked);
        return unknown;
    }

    /** The missing keys that were read. */
    List<String> absentKeys() {
        List<String> absent = new ArrayList<>(asked);
        absent.removeIf(this::has);
        return absent;
    }

    List<TrackedMap> parts() {
        return parts;
    }
}
