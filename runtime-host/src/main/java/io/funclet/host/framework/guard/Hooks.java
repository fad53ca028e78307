package io.funclet.host.framework.guard;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;

/**
 * Replaces {@code Runtime.addShutdownHook} in function bundles. It records the hooks, because Java cannot list them, so
 * that the runtime finds those of a version that goes.
 */
public final class Hooks {

    /** Weak references: a bundle may remove its hook without telling this class. */
    private static final Set<Thread> HOOKS = Collections.newSetFromMap(new WeakHashMap<>());

    private Hooks() {}

    public static void addShutdownHook(Runtime runtime, Thread hook) {
        runtime.addShutdownHook(hook);
        synchronized (HOOKS) {
            HOOKS.add(hook);
        }
        Creators.enter(hook);
    }

    /** A copy of the hooks that function bundles have registered. Some may have been removed. */
    public static List<Thread> registered() {
        synchronized (HOOKS) {
            return List.copyOf(HOOKS);
        }
    }

    /** The names of the hooks that still run, to end a sentence with; empty if there are none. */
    public static String stillRunningInWords() {
        String names = registered().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : ": " + names.replaceAll("\\p{Cntrl}+", " ");
    }
}
