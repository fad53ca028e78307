package io.funclet.host.framework.guard;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;

/**
 * Stands in function bundles where {@code Runtime.addShutdownHook} stood, so that the hooks of a version can be found when
 * it goes: Java has no way to ask for them. Public for the bundles' class loaders.
 */
public final class Hooks {

    /** Weakly: whoever removes a hook itself need not tell. */
    private static final Set<Thread> HOOKS = Collections.newSetFromMap(new WeakHashMap<>());

    private Hooks() {}

    /**
     * Instead of {@link Runtime#addShutdownHook}.
     *
     * @param runtime the object on which it was called
     * @param hook what to run at the end of the process
     */
    public static void addShutdownHook(Runtime runtime, Thread hook) {
        runtime.addShutdownHook(hook);
        synchronized (HOOKS) {
            HOOKS.add(hook);
        }
    }

    /**
     * The hooks that function bundles have registered.
     *
     * @return a copy; some may have been removed
     */
    public static List<Thread> registered() {
        synchronized (HOOKS) {
            return List.copyOf(HOOKS);
        }
    }

    /**
     * Those of {@link #registered} that have begun and not ended.
     *
     * @return words to end a sentence with; empty if there are none
     */
    public static String stillRunningInWords() {
        String names = registered().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : ": " + names.replaceAll("\\p{Cntrl}+", " ");
    }
}
