package io.funclet.host.framework.requirement;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Requirement;

/**
 * Finds the bundles for a requirement of a bundle or of a fragment host. The framework itself does not report a
 * resolved host, which a fragment cannot join any more, or other versions.
 */
final class BundleProviders {

    private static final Set<String> NAMESPACES =
            Set.of(HostNamespace.HOST_NAMESPACE, BundleNamespace.BUNDLE_NAMESPACE);

    private final FrameworkWiring wiring;
    private final Predicate<Bundle> mayUse;

    BundleProviders(FrameworkWiring wiring, Predicate<Bundle> mayUse) {
        this.wiring = wiring;
        this.mayUse = mayUse;
    }

    /** The framework's providers, without those that the bundle may not use. */
    static List<BundleCapability> allowed(Requirement requirement, FrameworkWiring wiring, Predicate<Bundle> mayUse) {
        return wiring.findProviders(requirement).stream()
                .filter(provider -> mayUse.test(provider.getRevision().getBundle()))
                .toList();
    }

    /** Whether a requirement is of this kind. */
    static boolean areMeantBy(BundleRequirement requirement) {
        return NAMESPACES.contains(requirement.getNamespace());
    }

    /** The bundles that meet it, in any state. */
    List<BundleCapability> of(BundleRequirement requirement) {
        return named(requirement).stream().filter(requirement::matches).toList();
    }

    /** The bundles with the required name, in any version. */
    List<BundleCapability> named(BundleRequirement requirement) {
        String name = RequirementText.name(requirement);
        List<BundleCapability> named = new ArrayList<>();
        for (Bundle bundle : wiring.getBundle().getBundleContext().getBundles()) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision != null && name.equals(bundle.getSymbolicName()) && mayUse.test(bundle)) {
                named.addAll(revision.getDeclaredCapabilities(requirement.getNamespace()));
            }
        }
        return named;
    }
}
