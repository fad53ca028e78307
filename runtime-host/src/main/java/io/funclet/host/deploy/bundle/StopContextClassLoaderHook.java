package io.funclet.host.deploy.bundle;

import java.util.Collection;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.hooks.bundle.EventHook;

/**
 * Sets the context class loader while the framework stops a bundle, so that the bundle's output carries its name. A hook
 * runs before all listeners, of which Declarative Services is one (OSGi Core, chapter 57).
 */
public final class StopContextClassLoaderHook implements EventHook {

    private final InstalledJars jars;

    public StopContextClassLoaderHook(InstalledJars jars) {
        this.jars = jars;
    }

    @Override
    public void event(BundleEvent event, Collection<BundleContext> listeners) {
        if (event.getType() == BundleEvent.STOPPING) {
            InstalledJar jar = jars.of(event.getBundle());
            if (jar != null) {
                Thread.currentThread().setContextClassLoader(jar.classLoader());
            }
        } else if (event.getType() == BundleEvent.STOPPED) {
            InstalledJar jar = jars.of(event.getBundle());
            Thread thread = Thread.currentThread();
            if (jar != null && thread.getContextClassLoader() == jar.classLoader()) {
                thread.setContextClassLoader(StopContextClassLoaderHook.class.getClassLoader());
            }
        }
    }
}
