package io.funclet.host.framework.guard;

import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stands in function bundles where {@code Security.addProvider} and its like stood. Of each name there is one provider in the
 * process: the first one, so that an update, or a neighbour, would have to do with that of a version which goes. Here the
 * others are kept, and the next one takes its place. Public for the bundles' class loaders.
 */
public final class Providers {

    /** By name, what bundles have added. */
    private static final Map<String, Added> ADDED = new HashMap<>();

    /** What bundles would have added, had there been none of its name; the first one first, one of each bundle and name. */
    private static final List<Added> WAITING = new ArrayList<>();

    private record Added(Provider provider, int position, ClassLoader by) {

        boolean is(String name) {
            return provider.getName().equals(name);
        }

        boolean isOf(ClassLoader loader) {
            return by == loader || provider.getClass().getClassLoader() == loader;
        }
    }

    private Providers() {}

    /**
     * Instead of {@link Security#addProvider}.
     *
     * @param provider as there
     * @return as there
     */
    public static int addProvider(Provider provider) {
        return insertProviderAt(provider, 0);
    }

    /**
     * Instead of {@link Security#insertProviderAt}.
     *
     * @param provider as there
     * @param position as there
     * @return as there
     */
    public static synchronized int insertProviderAt(Provider provider, int position) {
        int actual = Security.insertProviderAt(provider, position);
        Added added = new Added(provider, Math.max(actual, position), Callers.bundle());
        if (actual >= 0) {
            ADDED.put(provider.getName(), added);
        } else if (!isKnown(added)) {
            WAITING.add(added);
        }
        return actual;
    }

    /** Some add theirs with each call. */
    private static boolean isKnown(Added added) {
        String name = added.provider().getName();
        Added present = ADDED.get(name);
        return present == null
                || present.by() == added.by()
                || WAITING.stream().anyMatch(other -> other.is(name) && other.by() == added.by());
    }

    /**
     * Instead of {@link Security#removeProvider}. Another bundle's stays.
     *
     * @param name as there
     */
    public static synchronized void removeProvider(String name) {
        ClassLoader by = Callers.bundle();
        WAITING.removeIf(waiting -> waiting.is(name) && waiting.by() == by);
        Added present = ADDED.get(name);
        if (present == null) {
            Security.removeProvider(name);
        } else if (present.by() == by) {
            replace(present);
        }
    }

    /**
     * Removes what a bundle has added, or others of its classes. What others have added under the same name since takes its
     * place.
     *
     * @param loader the class loader of the bundle, which goes
     * @return what it was, each in words
     */
    public static synchronized List<String> giveBack(ClassLoader loader) {
        WAITING.removeIf(waiting -> waiting.isOf(loader));
        List<String> found = new ArrayList<>();
        for (Added added : List.copyOf(ADDED.values())) {
            if (added.isOf(loader)) {
                replace(added);
                found.add("security provider " + added.provider().getName());
            }
        }
        return found;
    }

    private static void replace(Added going) {
        String name = going.provider().getName();
        Security.removeProvider(name);
        ADDED.remove(name);
        for (Added next : WAITING) {
            if (next.is(name)) {
                WAITING.remove(next);
                int position = Security.insertProviderAt(next.provider(), going.position());
                ADDED.put(name, new Added(next.provider(), position, next.by()));
                return;
            }
        }
    }
}
