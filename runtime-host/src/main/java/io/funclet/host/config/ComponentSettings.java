package io.funclet.host.config;

import io.funclet.host.config.source.Document;
import io.funclet.host.config.source.FreeMap;
import io.funclet.host.config.source.Placeholders;
import io.funclet.host.config.text.MalformedTextException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the configuration gives to the component of a function, under the key {@code config}. Loaded only where there is one.
 *
 * @param key that leads to it
 * @param source the file, or what else has it
 * @param values a text, or an array of texts, for each key
 * @param lines the {@code Value.line} of each key
 * @param written what messages may show of values with placeholders, which may be secrets: the text as it is written
 * @param files those that placeholders name
 */
public record ComponentSettings(
        String key,
        String source,
        Map<String, Object> values,
        Map<String, Integer> lines,
        Map<String, String> written,
        Set<Path> files) {

    /** @param folder where the paths of placeholders begin */
    static ComponentSettings read(Document function, Map<String, String> variables, Path folder) {
        FreeMap config = function.free("config");
        Placeholders placeholders = new Placeholders(variables, folder);
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        Map<String, String> written = new LinkedHashMap<>();
        // ConfigurationAdmin ignores the case of keys.
        Map<String, String> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String key : config.keys()) {
            config.textOrTexts(key).ifPresent(value -> {
                values.put(key, value);
                lines.put(key, config.line(key));
                String text = value instanceof String[] list ? Arrays.toString(list) : value.toString();
                if (Placeholders.isIn(text)) {
                    written.put(key, text);
                    try {
                        values.put(key, replaced(value, placeholders));
                    } catch (MalformedTextException fault) {
                        config.reject(key, fault.getMessage());
                    }
                }
            });
            String before = known.put(key, key);
            if (key.isBlank() || before != null) {
                config.reject(key, before == null ? "has no name" : "is " + before + " in another case");
            }
        }
        return new ComponentSettings(
                config.path(), function.problems().source(), values, lines, written, placeholders.files());
    }

    private static Object replaced(Object value, Placeholders placeholders) throws MalformedTextException {
        if (!(value instanceof String[] list)) {
            return placeholders.replace((String) value);
        }
        String[] all = list.clone();
        for (int i = 0; i < all.length; i++) {
            all[i] = placeholders.replace(all[i]);
        }
        return all;
    }

    /** Where it is; without the values, which may be secrets. */
    @Override
    public String toString() {
        return key + " in " + source;
    }
}
