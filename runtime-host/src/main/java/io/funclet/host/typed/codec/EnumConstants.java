package io.funclet.host.typed.codec;

import io.funclet.api.JsonName;
import io.funclet.host.typed.json.JsonFault;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The constants of an enum by their names in JSON. */
final class EnumConstants {

    private static final int MOST_LISTED = 20;

    private final Class<?> type;

    /** Names in Java, by those in JSON. */
    private final Map<String, String> names = new LinkedHashMap<>();

    private final Map<String, String> inJson = new HashMap<>();

    /** {@code null} until the first use, because a check of a jar runs no code of it. */
    private volatile Map<String, Object> constants;

    private EnumConstants(Class<?> type) {
        this.type = type;
    }

    static ScalarCodec codec(Class<?> type) throws UnsupportedTypeException {
        EnumConstants constants = new EnumConstants(type);
        for (Field field : type.getDeclaredFields()) {
            if (field.isEnumConstant()) {
                constants.add(field);
            }
        }
        return ScalarCodec.text(constants.list(), constants::parse, constants::format);
    }

    private void add(Field field) throws UnsupportedTypeException {
        JsonName other = field.getAnnotation(JsonName.class);
        String name = other == null ? field.getName() : other.value();
        if (names.put(name, field.getName()) != null) {
            throw new UnsupportedTypeException("two constants of " + type.getName() + " have the name " + name);
        }
        inJson.put(field.getName(), name);
    }

    private String list() {
        String first = names.keySet().stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
        return "one of " + first + (names.size() > MOST_LISTED ? ", ..." : "");
    }

    private Object parse(String text) throws JsonFault {
        Object constant = constants().get(text);
        if (constant == null) {
            throw JsonFault.expected(list(), JsonFault.quoted(text));
        }
        return constant;
    }

    private Map<String, Object> constants() {
        Map<String, Object> made = constants;
        if (made == null) {
            made = new HashMap<>();
            for (Object constant : type.getEnumConstants()) {
                made.put(inJson.get(((Enum<?>) constant).name()), constant);
            }
            constants = made;
        }
        return made;
    }

    private String format(Object value) {
        return inJson.get(((Enum<?>) value).name());
    }
}
