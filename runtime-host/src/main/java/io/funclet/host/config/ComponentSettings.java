package io.funclet.host.config;

import io.funclet.host.config.source.Document;
import io.funclet.host.config.source.FreeMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the configuration gives to the component of a function, under the key {@code config}. Loaded only where there is one.
 *
 * @param place the key, for messages
 * @param values a text as it is written, or an array of texts, for each key
 * @param lines the line of each key; 0 without lines
 */
public record ComponentSettings(String place, Map<String, Object> values, Map<String, Integer> lines) {

    static ComponentSettings read(Document function) {
        FreeMap config = function.free("config");
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        // ConfigurationAdmin ignores the case of keys.
        Map<String, String> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String key : config.keys()) {
            config.textOrTexts(key).ifPresent(value -> {
                values.put(key, value);
                lines.put(key, config.line(key));
            });
            String before = known.put(key, key);
            if (key.isBlank() || before != null) {
                config.reject(key, before == null ? "has no name" : "is " + before + " in another case");
            }
        }
        return new ComponentSettings(config.path(), values, lines);
    }
}
