package io.funclet.host.deploy.configuration;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The property types of a component's class: annotations that its constructors, methods or fields take (OSGi Compendium,
 * chapter 112.8.2). Checks texts against them, because SCR makes something of each without a word: 7 of 7.9, and
 * {@code false} of {@code yes}.
 */
public final class PropertyType {

    private static final Map<Class<?>, Function<String, Object>> NUMBERS = Map.of(
            byte.class, Byte::valueOf,
            short.class, Short::valueOf,
            int.class, Integer::valueOf,
            long.class, Long::valueOf,
            float.class, Float::valueOf,
            double.class, Double::valueOf);

    private PropertyType() {}

    /** What a file has that a component cannot take: a phrase for each value. */
    public static List<String> faults(Class<?> component, ConfigurationFile file) {
        Map<String, Class<?>> types = of(component);
        return file.values().entrySet().stream()
                .filter(entry -> types.containsKey(entry.getKey()))
                .flatMap(entry -> fault(component, types.get(entry.getKey()), entry.getValue())
                        .map(words -> "takes no " + entry.getKey() + " = " + file.shown(entry.getKey()) + " of "
                                + file.place(entry.getKey()) + ": it " + words)
                        .stream())
                .toList();
    }

    /** The type of each key, in any case, because ConfigurationAdmin ignores it. */
    private static Map<String, Class<?>> of(Class<?> component) {
        Map<String, Class<?>> types = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Class<?> at = component; at != null && at != Object.class; at = at.getSuperclass()) {
            Stream<Class<?>> ofMethods =
                    Stream.of(at.getDeclaredMethods()).flatMap(method -> Stream.of(method.getParameterTypes()));
            Stream<Class<?>> ofConstructors =
                    Stream.of(at.getDeclaredConstructors()).flatMap(one -> Stream.of(one.getParameterTypes()));
            Stream<Class<?>> ofFields = Stream.of(at.getDeclaredFields()).map(field -> field.getType());
            Stream.of(ofMethods, ofConstructors, ofFields)
                    .flatMap(Function.identity())
                    .filter(Class::isAnnotation)
                    .distinct()
                    .forEach(type -> add(type, types));
        }
        return types;
    }

    private static void add(Class<?> type, Map<String, Class<?>> types) {
        Method[] methods = type.getDeclaredMethods();
        String prefix = prefix(type);
        boolean single = methods.length == 1 && methods[0].getName().equals("value");
        for (Method method : methods) {
            types.putIfAbsent(
                    prefix + (single ? singleElement(type) : property(method.getName())), method.getReturnType());
        }
    }

    private static String prefix(Class<?> type) {
        try {
            return String.valueOf(type.getField("PREFIX_").get(null));
        } catch (ReflectiveOperationException none) {
            return "";
        }
    }

    /** {@code LogLevel} is {@code log.level}. */
    private static String singleElement(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", ".").toLowerCase(Locale.ROOT);
    }

    /** Of a method, as chapter 112.8.2.1 has it. */
    static String property(String method) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < method.length(); i++) {
            if (method.startsWith("$_$", i)) {
                name.append('-');
                i += 2;
            } else if (method.startsWith("$$", i) || method.startsWith("__", i)) {
                name.append(method.charAt(i));
                i++;
            } else if (method.charAt(i) == '_') {
                name.append('.');
            } else if (method.charAt(i) != '$') {
                name.append(method.charAt(i));
            }
        }
        return name.toString();
    }

    private static Optional<String> fault(Class<?> component, Class<?> type, Object value) {
        if (value instanceof Object[] || value instanceof Collection) {
            return type.isArray()
                    ? Stream.of(value instanceof Collection<?> all ? all.toArray() : (Object[]) value)
                            .flatMap(element -> fault(component, type.getComponentType(), element).stream())
                            .findFirst()
                    : Optional.of("must be a single value");
        }
        return type.isArray()
                ? fault(component, type.getComponentType(), value)
                : faultOf(component, type, String.valueOf(value));
    }

    private static Optional<String> faultOf(Class<?> component, Class<?> type, String text) {
        if (type == boolean.class) {
            return text.equals("true") || text.equals("false")
                    ? Optional.empty()
                    : Optional.of("must be true or false");
        }
        if (type == char.class) {
            return text.length() == 1 ? Optional.empty() : Optional.of("must be one character");
        }
        if (type.isEnum()) {
            List<String> names = Stream.of(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .toList();
            return names.contains(text) ? Optional.empty() : Optional.of("must be one of " + String.join(", ", names));
        }
        if (type == Class.class) {
            return faultOfClass(component, text);
        }
        return NUMBERS.containsKey(type) ? faultOfNumber(type, text) : Optional.empty();
    }

    private static Optional<String> faultOfClass(Class<?> component, String name) {
        try {
            Class.forName(name, false, component.getClassLoader());
            return Optional.empty();
        } catch (ClassNotFoundException | LinkageError none) {
            return Optional.of("must be the name of a class that the bundle finds");
        }
    }

    private static Optional<String> faultOfNumber(Class<?> type, String text) {
        try {
            return ConfigurationJson.isTooLarge(NUMBERS.get(type).apply(text), text)
                    ? Optional.of("must be in the range of " + type)
                    : Optional.empty();
        } catch (NumberFormatException none) {
            return Optional.of(
                    type == float.class || type == double.class
                            ? "must be a number"
                            : "must be a whole number in the range of " + type);
        }
    }
}
