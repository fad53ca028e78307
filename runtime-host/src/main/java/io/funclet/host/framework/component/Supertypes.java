package io.funclet.host.framework.component;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** What a class is, beside itself. */
final class Supertypes {

    private Supertypes() {}

    /** Among a class, its superclasses and all their interfaces, the one with a name. */
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
