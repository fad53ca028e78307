package io.funclet.host.framework.component;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** Finds supertypes of a class. */
final class Supertypes {

    private Supertypes() {}

    /** The type of this name among a class, its superclasses and all their interfaces. */
    static Optional<Class<?>> of(Class<?> type, String name) {
        Deque<Class<?>> next = new ArrayDeque<>();
        next.add(type);
        while (!next.isEmpty()) {
            Class<?> each = next.remove();
            if (each.getName().equals(name)) {
                return Optional.of(each);
            }
            if (each.getSuperclass() != null) {
                next.add(each.getSuperclass());
            }
            next.addAll(Arrays.asList(each.getInterfaces()));
        }
        return Optional.empty();
    }
}
