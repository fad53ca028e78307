package io.funclet.host.deploy.leftover;

import io.funclet.host.framework.guard.Creators;
import io.funclet.host.framework.guard.Hooks;
import java.lang.Thread.UncaughtExceptionHandler;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.function.Supplier;

/** Where Java's base module keeps objects for the whole process. */
final class JvmRegistries {

    private JvmRegistries() {}

    /** Shutdown hooks that woven code has registered: Java does not list them. */
    static List<String> shutdownHooks(ClassLoader loader) {
        List<String> found = new ArrayList<>();
        for (Thread hook : Hooks.registered()) {
            ClassLoader creator = Creators.of(hook);
            boolean isOwn = creator == null ? hook.getContextClassLoader() == loader : creator == loader;
            if ((isOwn || Place.isOf(loader, hook)) && remove(hook)) {
                found.add("shutdown hook " + hook.getName());
            } else if (creator != null && hook.getContextClassLoader() == loader) {
                // A library has added it, during a call of this bundle.
                hook.setContextClassLoader(creator);
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

    /** System properties whose keys or values are no strings, but objects of the bundle. */
    static List<String> systemProperties(ClassLoader loader) {
        List<String> keys = new ArrayList<>();
        System.getProperties().entrySet().removeIf(property -> {
            Object key = property.getKey();
            boolean left = Place.isOf(loader, key) || Place.isOf(loader, property.getValue());
            if (left) {
                // By its class if it is no string: its own words are the bundle's code.
                keys.add("system property "
                        + (key instanceof String name ? name : key.getClass().getName()));
            }
            return left;
        });
        return keys;
    }

    /**
     * Defaults of the whole process, which become Java's own again; a replaced proxy selector becomes none.
     *
     * @param uncaught the handler of uncaught exceptions before the bundles; {@code null} for none
     */
    static List<String> defaults(ClassLoader loader, UncaughtExceptionHandler uncaught) {
        List<String> found = new ArrayList<>();
        reset(
                loader,
                "default handler of uncaught exceptions",
                Thread::getDefaultUncaughtExceptionHandler,
                () -> Thread.setDefaultUncaughtExceptionHandler(uncaught),
                found);
        reset(loader, "default Authenticator", Authenticator::getDefault, () -> Authenticator.setDefault(null), found);
        reset(loader, "default ProxySelector", ProxySelector::getDefault, () -> ProxySelector.setDefault(null), found);
        reset(loader, "default CookieHandler", CookieHandler::getDefault, () -> CookieHandler.setDefault(null), found);
        reset(loader, "default ResponseCache", ResponseCache::getDefault, () -> ResponseCache.setDefault(null), found);
        return found;
    }

    private static void reset(
            ClassLoader loader, String what, Supplier<?> current, Runnable reset, List<String> found) {
        Object object = current.get();
        if (Place.isOf(loader, object)) {
            reset.run();
            found.add(what + " " + object.getClass().getName());
        }
    }

    /** The cache of resource bundles, which keeps classes until memory is short. Not logged. */
    static List<String> resourceBundles(ClassLoader loader) {
        ResourceBundle.clearCache(loader);
        return List.of();
    }
}
