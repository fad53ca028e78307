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
 * The bundles that are meant by a requirement of a whole bundle, or of a host. The framework does not offer a host that has
 * been resolved, because a fragment cannot join it any more; and it offers none of another version.
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

    /** The framework's own answer knows nothing of who may use whom. */
    static List<BundleCapability> allowed(Requirement requirement, FrameworkWiring wiring, Predicate<Bundle> mayUse) {
        return wiring.findProviders(requirement).stream()
                .filter(provider -> mayUse.test(provider.getRevision().getBundle()))
                .toList();
    }

    /** Whether a requirement is of this kind. */
    static boolean areMeantBy(BundleRequirement requirement) {
        return NAMESPACES.contains(requirement.getNamespace());
    }

    /** Those that meet it, whatever their state. */
    List<BundleCapability> of(BundleRequirement requirement) {
        return named(requirement).stream().filter(requirement::matches).toList();
    }

    /** Those of the name that it asks for, in any version. */
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
