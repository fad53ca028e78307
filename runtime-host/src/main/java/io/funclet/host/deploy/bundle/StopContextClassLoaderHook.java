package io.funclet.host.deploy.bundle;

import java.util.Collection;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.hooks.bundle.EventHook;

/**
 * Sets the context class loader while the framework stops a bundle, so that the bundle's output carries its name. A hook
 * runs before all listeners, of which Declarative Services is one (OSGi Core, chapter 57).
 */
public record StopContextClassLoaderHook(InstalledJars jars) implements EventHook {

    @Override
    public void event(BundleEvent event, Collection<BundleContext> listeners) {
        InstalledJar jar = jars.of(event.getBundle());
        if (jar == null) {
            return;
        }
        Thread thread = Thread.currentThread();
        ClassLoader own = jar.lifecycle().classLoader();
        if (event.getType() == BundleEvent.STOPPING) {
            thread.setContextClassLoader(own);
        } else if (event.getType() == BundleEvent.STOPPED && thread.getContextClassLoader() == own) {
            thread.setContextClassLoader(StopContextClassLoaderHook.class.getClassLoader());
        }
    }
}
