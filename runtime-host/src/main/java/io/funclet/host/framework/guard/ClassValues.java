package io.funclet.host.framework.guard;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Records for which classes of others a bundle's {@link ClassValue} computes values. Such a class keeps the value, and Java
 * cannot list them: so a class of Java would keep the classes of a bundle that has gone.
 */
public final class ClassValues {

    /** Weak on both sides. */
    private static final Map<ClassValue<?>, Set<Class<?>>> COMPUTED = new WeakHashMap<>();

    private ClassValues() {}

    /** Called at the beginning of {@code ClassValue.computeValue} in a class of a bundle. */
    public static void computing(ClassValue<?> value, Class<?> type) {
        if (type != null && type.getClassLoader() != value.getClass().getClassLoader()) {
            synchronized (COMPUTED) {
                COMPUTED.computeIfAbsent(value, first -> Collections.newSetFromMap(new WeakHashMap<>()))
                        .add(type);
            }
        }
    }

    /** Removes the values of a bundle's class values. Returns nothing: there is no time at which libraries should do that. */
    public static List<String> giveBack(ClassLoader loader) {
        Map<ClassValue<?>, Set<Class<?>>> left = new HashMap<>();
        synchronized (COMPUTED) {
            COMPUTED.forEach((value, types) -> {
                if (value.getClass().getClassLoader() == loader) {
                    left.put(value, Set.copyOf(types));
                }
            });
            COMPUTED.keySet().removeAll(left.keySet());
        }
        left.forEach((value, types) -> types.forEach(value::remove));
        return List.of();
    }
}
