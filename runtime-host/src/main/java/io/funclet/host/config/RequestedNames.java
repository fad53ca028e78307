package io.funclet.host.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names by which callers know a function, as its author writes them: a service property. */
public final class RequestedNames {

    /** The service property that makes a service a function. */
    public static final String PROPERTY = "function.name";

    /** Names are in each log line and each metric; managers configure at most 140 characters. */
    private static final int LONGEST = 255;

    private RequestedNames() {}

    /** Those that can be used; may be empty. */
    public static List<String> of(Object property) {
        Set<String> names = new LinkedHashSet<>();
        for (Object name : valuesOf(property)) {
            if (name instanceof String text && !text.isBlank()) {
                names.add(text);
            }
        }
        return List.copyOf(names);
    }

    private static List<?> valuesOf(Object property) {
        if (property instanceof Object[] values) {
            return Arrays.asList(values);
        }
        return property instanceof Collection<?> values ? new ArrayList<>(values) : Collections.singletonList(property);
    }

    /**
     * Checks all names.
     *
     * @param property not {@code null}
     * @throws IllegalArgumentException if a name is invalid, or there is none; the message says which property, and why, in
     *     one line
     */
    public static void require(Object property) {
        boolean blank = of(property).isEmpty();
        for (Object name : valuesOf(property)) {
            if (!(name instanceof String text)) {
                throw wrong(described(name) + " is not a text");
            }
            if (text.length() > LONGEST) {
                throw wrong("a name has more than " + LONGEST + " characters");
            }
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw wrong("a name has a control character");
            }
            blank |= text.isBlank();
        }
        if (blank) {
            throw wrong("a name is empty");
        }
    }

    /** The value of a property, as messages name it. */
    public static String described(Object value) {
        if (value instanceof String text) {
            return "the text \"" + text + '"';
        }
        return value instanceof Collection || value != null && value.getClass().isArray()
                ? "a list"
                : value + (value == null ? "" : " (" + value.getClass().getSimpleName() + ")");
    }

    private static IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(PROPERTY + ": " + why);
    }
}
