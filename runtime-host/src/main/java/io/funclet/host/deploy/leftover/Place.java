package io.funclet.host.deploy.leftover;

import java.util.List;
import org.osgi.framework.BundleReference;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;

/** A place outside all bundles where code can leave objects. */
@FunctionalInterface
interface Place {

    /** Removes what a bundle has left there, and returns a phrase for each. Objects with a callback for that get it. */
    List<String> sweep(ClassLoader loader);

    /** Whether an object's class is of the bundle itself; {@code false} for {@code null}. */
    static boolean isOf(ClassLoader loader, Object object) {
        return object != null && object.getClass().getClassLoader() == loader;
    }

    /** Whether a bundle's class loader gets a package from another bundle, or from Java. */
    static boolean imports(ClassLoader loader, String packageName) {
        BundleWiring wiring = loader instanceof BundleReference reference
                ? reference.getBundle().adapt(BundleWiring.class)
                : null;
        return wiring != null
                && wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE).stream()
                        .anyMatch(wire -> packageName.equals(
                                wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)));
    }
}
