package io.funclet.host.deploy.check;

import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.Explanation.Tone;
import io.funclet.host.framework.requirement.RequirementText;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** From which bundles a resolved bundle imports its packages. */
final class RequirementReport {

    private static final String PACKAGES = PackageNamespace.PACKAGE_NAMESPACE;

    private final Bundle bundle;

    RequirementReport(Bundle bundle) {
        this.bundle = bundle;
    }

    List<Explanation> explain() {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring == null) {
            return List.of();
        }
        List<Explanation> needs = new ArrayList<>();
        List<BundleRequirement> met = new ArrayList<>();
        for (BundleWire wire : wiring.getRequiredWires(PACKAGES)) {
            met.add(wire.getRequirement());
            if (isOfJava(wire)) {
                continue;
            }
            needs.add(Explanation.neutral(RequirementText.of(wire.getRequirement()) + ": "
                    + wire.getCapability().getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE)
                    + " of " + provider(wire.getProvider().getBundle())));
        }
        List<BundleCapability> exports = wiring.getCapabilities(PACKAGES);
        for (BundleRequirement requirement : bundle.adapt(BundleRevision.class).getDeclaredRequirements(PACKAGES)) {
            // It may be wired to its own export.
            if (!met.contains(requirement) && exports.stream().noneMatch(requirement::matches)) {
                // Else it would not be resolved.
                needs.add(Explanation.neutral(RequirementText.of(requirement) + ": not there, and optional"));
            }
        }
        return needs.isEmpty() ? needs : List.of(new Explanation(Tone.NEUTRAL, "needs packages", needs));
    }

    /** Every Java has these. */
    private static boolean isOfJava(BundleWire wire) {
        return String.valueOf(wire.getCapability().getAttributes().get(PACKAGES))
                .startsWith("java.");
    }

    private static String provider(Bundle provider) {
        return provider.getBundleId() == 0 ? "the runtime" : provider.getSymbolicName() + " " + provider.getVersion();
    }
}
