package io.funclet.host.framework.guard;

import org.osgi.framework.BundleReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.util.promise.Promise;

/** Stands in function bundles where {@code ServiceComponentRuntime} would disable components. Public for their class loaders. */
public final class Components {

    private Components() {}

    /**
     * Instead of {@link ServiceComponentRuntime#disableComponent}.
     *
     * @param runtime the object on which it was called
     * @param component one of the bundle that calls
     * @return as there
     */
    public static Promise<Void> disableComponent(ServiceComponentRuntime runtime, ComponentDescriptionDTO component) {
        if (Callers.bundle() instanceof BundleReference caller
                && caller.getBundle().getBundleId() != component.bundle.id) {
            throw new SecurityException("a function must not disable component " + component.name + " of bundle "
                    + component.bundle.symbolicName);
        }
        return runtime.disableComponent(component);
    }
}
