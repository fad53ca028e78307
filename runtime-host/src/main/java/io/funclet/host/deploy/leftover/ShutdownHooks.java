package io.funclet.host.deploy.leftover;

import io.funclet.host.framework.guard.Hooks;
import java.util.ArrayList;
import java.util.List;

/** Shutdown hooks that woven code has registered: Java does not list them. */
final class ShutdownHooks implements Place {

    @Override
    public List<String> sweep(ClassLoader loader) {
        List<String> found = new ArrayList<>();
        for (Thread hook : Hooks.registered()) {
            if ((Place.isOf(loader, hook) || hook.getContextClassLoader() == loader) && remove(hook)) {
                found.add("shutdown hook " + hook.getName());
            }
        }
        return found;
    }

    private static boolean remove(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            return false;
        }
    }
}
