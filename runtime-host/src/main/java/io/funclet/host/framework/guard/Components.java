package io.funclet.host.framework.guard;

import org.osgi.framework.BundleReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.util.promise.Promise;

/** Replaces {@link ServiceComponentRuntime#disableComponent}. */
public final class Components {

    private Components() {}

    /** Only for components of the calling bundle. */
    public static Promise<Void> disableComponent(ServiceComponentRuntime runtime, ComponentDescriptionDTO component) {
        if (Callers.bundle() instanceof BundleReference caller
                && caller.getBundle().getBundleId() != component.bundle.id) {
            throw new SecurityException("a function must not disable component " + component.name + " of bundle "
                    + component.bundle.symbolicName);
        }
        return runtime.disableComponent(component);
    }
}
