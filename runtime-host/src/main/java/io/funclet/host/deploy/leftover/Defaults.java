package io.funclet.host.deploy.leftover;

import java.lang.Thread.UncaughtExceptionHandler;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Defaults of the whole process, which become Java's own again; a replaced proxy selector becomes none. */
final class Defaults implements Place {

    private final UncaughtExceptionHandler uncaught;

    /** @param uncaught the handler of uncaught exceptions before the bundles; {@code null} for none */
    Defaults(UncaughtExceptionHandler uncaught) {
        this.uncaught = uncaught;
    }

    @Override
    public List<String> sweep(ClassLoader loader) {
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
}
