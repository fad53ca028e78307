package io.funclet.host.deploy.leftover;

import io.funclet.host.jdk.PrivateField;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Values that a bundle has left in thread locals of a thread which lives on. Of workers nothing is left: they are replaced
 * when a version goes.
 *
 * <p>Java has no interface for this. What is used is that a thread has a table of weak references to its thread locals, each
 * with its value. Where a Java does it differently, nothing is found.
 */
final class ThreadLocals {

    /** The thread is wanted elsewhere. */
    private static final int MOST_ELEMENTS = 100;

    private final ClassLoader loader;

    private ThreadLocals(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * Removes a bundle's values from the calling thread: those of its classes, or that hold one directly, as a reference, an
     * array or a collection does. Returns a phrase for each.
     */
    static Set<String> sweep(ClassLoader loader) {
        try {
            return new ThreadLocals(loader).sweep();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError different) {
            return Set.of();
        }
    }

    private Set<String> sweep() throws ReflectiveOperationException {
        Set<String> found = new LinkedHashSet<>();
        Object map = PrivateField.read(Thread.currentThread(), Thread.class, "threadLocals");
        if (map == null) {
            return found;
        }
        // A copy: what is removed moves others.
        Object[] table = ((Object[]) PrivateField.read(map, map.getClass(), "table")).clone();
        for (Object entry : table) {
            if (entry instanceof Reference<?> reference && reference.get() instanceof ThreadLocal<?> key) {
                Object value = PrivateField.read(entry, entry.getClass(), "value");
                Object own = ofBundle(value);
                if (own != null) {
                    key.remove();
                    Class<?> type = own instanceof Class<?> itself ? itself : own.getClass();
                    found.add("thread local with " + type.getTypeName());
                }
            }
        }
        return found;
    }

    /**
     * What of a value is the bundle's; {@code null} if nothing is found. No code of a bundle runs: only Java's own classes
     * are asked.
     */
    private Object ofBundle(Object value) {
        if (value == null || isOwn(value)) {
            return value;
        }
        Object content = value instanceof Reference<?> reference ? reference.get() : value;
        if (content == null || isOwn(content)) {
            return content;
        }
        if (content instanceof Object[] array) {
            return own(Arrays.asList(array));
        }
        if (content.getClass().getClassLoader() != null) {
            return null;
        }
        if (content instanceof Map<?, ?> entries) {
            Object key = own(entries.keySet());
            return key == null ? own(entries.values()) : key;
        }
        return content instanceof Collection<?> elements ? own(elements) : null;
    }

    private Object own(Collection<?> elements) {
        int left = MOST_ELEMENTS;
        for (Object element : elements) {
            if (left-- == 0) {
                return null;
            }
            if (element != null && isOwn(element)) {
                return element;
            }
        }
        return null;
    }

    /** An array's class loader is that of its elements. */
    private boolean isOwn(Object object) {
        Class<?> type = object instanceof Class<?> itself ? itself : object.getClass();
        return type.getClassLoader() == loader;
    }
}
