package io.funclet.host.deploy.configuration;

import io.funclet.host.config.text.JsonText;
import io.funclet.host.config.text.MalformedTextException;
import io.funclet.host.config.text.Value;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JSON of one configuration (OSGi Compendium, chapter 150.4): a map of values, whose keys may have a type after a colon,
 * as in {@code "port:Integer"}. It may have comments.
 */
final class ConfigurationJson {

    /** For tools; not given to components. */
    private static final String INTERNAL = ":configurator:";

    private static final Map<String, Function<String, Object>> TYPES = Map.ofEntries(
            Map.entry("String", text -> text),
            Map.entry("Integer", Integer::valueOf),
            Map.entry("int", Integer::valueOf),
            Map.entry("Long", Long::valueOf),
            Map.entry("long", Long::valueOf),
            Map.entry("Float", Float::valueOf),
            Map.entry("float", Float::valueOf),
            Map.entry("Double", Double::valueOf),
            Map.entry("double", Double::valueOf),
            Map.entry("Byte", Byte::valueOf),
            Map.entry("byte", Byte::valueOf),
            Map.entry("Short", Short::valueOf),
            Map.entry("short", Short::valueOf),
            Map.entry("Boolean", ConfigurationJson::bool),
            Map.entry("boolean", ConfigurationJson::bool),
            Map.entry("Character", ConfigurationJson::character),
            Map.entry("char", ConfigurationJson::character));

    private static final Pattern KEY =
            Pattern.compile("(?<name>[^:]+)(?::(?:Collection<(?<element>\\w+)>|(?<single>\\w+)(?<array>\\[])?))?");

    private ConfigurationJson() {}

    static Map<String, Object> values(String text) throws ConfigurationFault {
        List<String> doubles = new ArrayList<>();
        Value.Mapping root;
        try {
            root = JsonText.parse(withoutComments(text), (place, words) -> doubles.add(place));
        } catch (MalformedTextException malformed) {
            throw new ConfigurationFault(malformed.getMessage());
        }
        Map<String, Object> values = new LinkedHashMap<>();
        // ConfigurationAdmin ignores the case of keys.
        TreeSet<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, Value> entry : root.entries().entrySet()) {
            if (!entry.getKey().startsWith(INTERNAL)) {
                Matcher key = KEY.matcher(entry.getKey());
                if (!key.matches()) {
                    throw new ConfigurationFault("has the key " + entry.getKey() + ", which is not NAME or NAME:TYPE");
                }
                if (!known.add(key.group("name"))) {
                    doubles.add(key.group("name"));
                }
                values.put(key.group("name"), value(key, entry.getValue()));
            }
        }
        if (!doubles.isEmpty()) {
            throw new ConfigurationFault("has " + doubles.get(0) + " once more; a list is written [\"one\", \"two\"]");
        }
        return values;
    }

    /** With blanks in their place, so that the places of faults stay. */
    private static String withoutComments(String text) {
        StringBuilder bare = new StringBuilder(text);
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '/') {
                int end = endOfComment(text, i);
                for (; i < end - 1; i++) {
                    if (text.charAt(i) != '\n') {
                        bare.setCharAt(i, ' ');
                    }
                }
                if (end > i) {
                    bare.setCharAt(i, ' ');
                }
            }
        }
        return bare.toString();
    }

    /** The index after it; that of the slash if no comment begins there. */
    private static int endOfComment(String text, int slash) {
        if (text.startsWith("//", slash)) {
            int end = text.indexOf('\n', slash);
            return end < 0 ? text.length() : end;
        }
        if (text.startsWith("/*", slash)) {
            int end = text.indexOf("*/", slash + 2);
            return end < 0 ? text.length() : end + 2;
        }
        return slash;
    }

    private static Object value(Matcher key, Value value) throws ConfigurationFault {
        boolean isCollection = key.group("element") != null;
        String type = isCollection ? key.group("element") : key.group("single");
        if (!(value instanceof Value.Sequence list)) {
            Object single = single(key.group(), type, value);
            return isCollection ? List.of(single) : key.group("array") == null ? single : array(List.of(single));
        }
        if (type != null && !isCollection && key.group("array") == null) {
            throw new ConfigurationFault("has a list for " + key.group() + "; its type is written " + type + "[]");
        }
        List<Object> elements = new ArrayList<>();
        for (Value item : list.items()) {
            elements.add(single(key.group(), type, item));
            if (!elements.get(0)
                    .getClass()
                    .equals(elements.get(elements.size() - 1).getClass())) {
                throw new ConfigurationFault("has elements of several types for " + key.group());
            }
        }
        return isCollection ? elements : array(elements);
    }

    private static Object array(List<Object> elements) {
        Class<?> type = elements.isEmpty() ? String.class : elements.get(0).getClass();
        return elements.toArray((Object[]) Array.newInstance(type, 0));
    }

    /** @param type {@code null} for that of the JSON: a text, a boolean, a long or a double */
    private static Object single(String key, String type, Value value) throws ConfigurationFault {
        if (!(value instanceof Value.Scalar scalar)) {
            throw new ConfigurationFault(
                    "has " + value.described() + " for " + key + ", which must be a value or a list");
        }
        String text = scalar.text();
        Function<String, Object> conversion = type == null ? natural(scalar) : TYPES.get(type);
        if (conversion == null) {
            throw new ConfigurationFault("has the type " + type + " for " + key + ", which is none of "
                    + String.join(", ", new TreeSet<>(TYPES.keySet())));
        }
        try {
            Object converted = conversion.apply(text);
            if (isTooLarge(converted, text)) {
                throw new ConfigurationFault("has " + text + " for " + key + ", which is out of range");
            }
            return converted;
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationFault("has " + scalar.described() + " for " + key);
        }
    }

    /** Whether digits have become infinity. An author who writes {@code Infinity} means it. */
    static boolean isTooLarge(Object value, String text) {
        return value instanceof Number number
                && Double.isInfinite(number.doubleValue())
                && text.chars().anyMatch(Character::isDigit);
    }

    private static Function<String, Object> natural(Value.Scalar scalar) {
        if (scalar.style() == Value.Style.QUOTED) {
            return text -> text;
        }
        if (scalar.text().equals("true") || scalar.text().equals("false")) {
            return Boolean::valueOf;
        }
        return scalar.text().matches("-?[0-9]+") ? Long::valueOf : Double::valueOf;
    }

    private static Object bool(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }

    private static Object character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException(text);
        }
        return text.charAt(0);
    }
}
