package io.funclet.host.framework.requirement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.felix.framework.wiring.BundleRequirementImpl;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Finds what meets a requirement, or nearly does.
 *
 * @param mayUse which bundles count
 */
record BundleProviders(FrameworkWiring wiring, Predicate<Bundle> mayUse) {

    private static final Set<String> BUNDLES = Set.of(HostNamespace.HOST_NAMESPACE, BundleNamespace.BUNDLE_NAMESPACE);

    /** The providers that the framework reports. */
    List<BundleCapability> allowed(BundleRequirement requirement) {
        return wiring.findProviders(requirement).stream()
                .filter(provider -> mayUse.test(provider.getRevision().getBundle()))
                .toList();
    }

    /** Also a resolved host, which a fragment cannot join any more, so that the framework does not report it. */
    List<BundleCapability> of(BundleRequirement requirement) {
        return isOfABundle(requirement)
                ? named(requirement).stream().filter(requirement::matches).toList()
                : allowed(requirement);
    }

    /** Whether a bundle or a fragment host is required, by its name. */
    static boolean isOfABundle(BundleRequirement requirement) {
        return BUNDLES.contains(requirement.getNamespace());
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

    /** The exports of the required package, in any version. */
    List<BundleCapability> exports(BundleRequirement requirement) {
        return exports(requirement.getRevision(), RequirementText.name(requirement));
    }

    private List<BundleCapability> exports(BundleRevision user, String packageName) {
        return allowed(new BundleRequirementImpl(
                user,
                PackageNamespace.PACKAGE_NAMESPACE,
                Map.of(),
                Map.of(PackageNamespace.PACKAGE_NAMESPACE, packageName)));
    }

    /** What to do about missing packages that are there by another name; empty if none is. */
    Optional<String> renamed(BundleRevision user, Collection<String> packages) {
        return RenamedPackages.advice(
                packages,
                name -> exports(user, name).stream()
                        .map(export ->
                                RequirementText.provider(export.getRevision().getBundle()))
                        .findFirst());
    }

    /** The bundles that have classes of a package, whether they export it or not. */
    List<Bundle> holding(String packageName) {
        List<Bundle> holding = new ArrayList<>();
        for (Bundle bundle : wiring.getBundle().getBundleContext().getBundles()) {
            if (mayUse.test(bundle) && PackageReferences.hasClasses(bundle, packageName)) {
                holding.add(bundle);
            }
        }
        return holding;
    }
}
