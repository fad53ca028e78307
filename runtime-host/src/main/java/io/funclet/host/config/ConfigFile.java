package io.funclet.host.config;

import io.funclet.host.config.text.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The file of a configuration.
 *
 * @param path absolute; links are not followed
 * @param content what it had; empty if it was not there
 * @param <C> the configuration
 * @param reader reads the configuration once more
 */
public record ConfigFile<C>(Path path, Value.Mapping content, Reader<C> reader) {

    private static final Pattern FUNCTION = Pattern.compile("function|(tenants\\[\\d+]\\.)?functions\\[\\d+]");

    /** An entry with no other keys says only what may change while the process runs. */
    private static final Set<String> SETTINGS = Set.of("name", "config");

    /** Reads a configuration as the start has done it. Any thread. */
    @FunctionalInterface
    public interface Reader<C> {
        C read() throws InvalidConfigException;
    }

    /** Whether there was a file. */
    public boolean isThere() {
        return !content.entries().isEmpty();
    }

    /** The keys whose values differ, except those of {@code config}, which may change while the process runs. */
    public Set<String> changedKeys(ConfigFile<C> other) {
        Map<String, String> before = values(content);
        Map<String, String> now = values(other.content);
        Set<String> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(now.keySet());
        keys.removeIf(key -> Objects.equals(before.get(key), now.get(key)));
        return keys;
    }

    private static Map<String, String> values(Value.Mapping content) {
        Map<String, String> values = new LinkedHashMap<>();
        add("", content, values);
        return values;
    }

    private static void add(String path, Value value, Map<String, String> values) {
        if (value instanceof Value.Mapping map) {
            boolean function = FUNCTION.matcher(path).matches();
            boolean settings = function && SETTINGS.equals(map.entries().keySet());
            map.entries().forEach((key, entry) -> {
                if (!settings && !(function && key.equals("config"))) {
                    add(path.isEmpty() ? key : path + "." + key, entry, values);
                }
            });
        } else if (value instanceof Value.Sequence list) {
            List<Value> items = list.items();
            for (int i = 0; i < items.size(); i++) {
                add(path + "[" + i + "]", items.get(i), values);
            }
        } else if (value instanceof Value.Scalar scalar) {
            values.put(path, scalar.text());
        }
    }
}
