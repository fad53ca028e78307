package io.funclet.host.framework.component;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** Finds the type of a name among a class, its superclasses and all their interfaces. */
final class Supertypes {

    private Supertypes() {}

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
