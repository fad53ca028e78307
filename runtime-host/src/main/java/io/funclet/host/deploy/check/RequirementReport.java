package io.funclet.host.deploy.check;

import io.funclet.host.deploy.classpath.ForeignPackages;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.framework.requirement.RequirementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private RequirementReport() {}

    static List<Explanation> of(Bundle bundle, StagedJar staged) {
        return staged.isPlain() ? ofPlain(bundle, staged) : of(bundle);
    }

    /** Plain jars mention many packages that are not there: of these, only what replaces its own counts. */
    private static List<Explanation> ofPlain(Bundle classPath, StagedJar staged) {
        List<Explanation> said = new ArrayList<>();
        said.add(Explanation.neutral("is a jar without OSGi headers: it would be served as a library"));
        String foreign = ForeignPackages.words(classPath, staged);
        if (!foreign.isEmpty()) {
            said.add(Explanation.neutral(foreign));
        }
        return said;
    }

    private static List<Explanation> of(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring == null) {
            return List.of();
        }
        List<Explanation> needs = new ArrayList<>();
        List<BundleRequirement> met = new ArrayList<>();
        for (BundleWire wire : wiring.getRequiredWires(PACKAGES)) {
            met.add(wire.getRequirement());
            Map<String, Object> exported = wire.getCapability().getAttributes();
            // Every Java has its own packages.
            if (!String.valueOf(exported.get(PACKAGES)).startsWith("java.")) {
                needs.add(Explanation.neutral(RequirementText.of(wire.getRequirement()) + ": "
                        + exported.get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE)
                        + " of " + provider(wire.getProvider().getBundle())));
            }
        }
        List<BundleCapability> exports = wiring.getCapabilities(PACKAGES);
        for (BundleRequirement requirement : bundle.adapt(BundleRevision.class).getDeclaredRequirements(PACKAGES)) {
            // It may be wired to its own export. What is not optional is wired, or the bundle would not be resolved.
            if (!met.contains(requirement) && exports.stream().noneMatch(requirement::matches)) {
                needs.add(Explanation.neutral(RequirementText.of(requirement) + ": not there, and optional"));
            }
        }
        return needs.isEmpty() ? needs : List.of(Explanation.neutral("needs packages", needs));
    }

    private static String provider(Bundle provider) {
        return provider.getBundleId() == 0 ? "the runtime" : provider.getSymbolicName() + " " + provider.getVersion();
    }
}
