package io.funclet.host.deploy.bundle;

import java.util.Collection;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.hooks.bundle.EventHook;

/**
 * Has what bundles print and log when they are stopped carry their names, also where the framework stops them, at the end of
 * the process: gives the thread on which that happens their class loader as its context. By a hook, because those come before
 * all listeners, of which Declarative Services, which deactivates components, is one (OSGi Core, chapter 57).
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
