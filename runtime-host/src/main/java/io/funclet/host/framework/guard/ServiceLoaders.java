package io.funclet.host.framework.guard;

import java.util.ServiceLoader;
import org.osgi.framework.BundleReference;

/** Replaces {@code ServiceLoader.load} in function bundles. Public only for the bundles' class loaders. */
public final class ServiceLoaders {

    private ServiceLoaders() {}

    /**
     * Instead of {@link ServiceLoader#load(Class)}. On a thread whose context class loader is Java's or the runtime's, such
     * as one of the common pool, it looks where the calling bundle sees something.
     */
    public static <S> ServiceLoader<S> load(Class<S> service) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader caller = knowsNoBundle(context) ? Callers.bundle() : null;
        return ServiceLoader.load(service, caller == null ? context : caller);
    }

    private static boolean knowsNoBundle(ClassLoader context) {
        return !(context instanceof BundleReference)
                && (context == null
                        || context == ClassLoader.getPlatformClassLoader()
                        || context == ServiceLoaders.class.getClassLoader());
    }
}
