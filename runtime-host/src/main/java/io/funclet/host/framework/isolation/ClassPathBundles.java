package io.funclet.host.framework.isolation;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * The bundles that the runtime makes of plain jars. A package of any other bundle goes before theirs, whatever the versions
 * are: its author has said what it exports.
 */
public final class ClassPathBundles {

    private static final String SYMBOLIC_NAME = "funclet.plain-jars";

    private ClassPathBundles() {}

    /** Of all of them. */
    public static String symbolicName() {
        return SYMBOLIC_NAME;
    }

    private static boolean isOne(Bundle bundle) {
        return SYMBOLIC_NAME.equals(bundle.getSymbolicName());
    }

    /** Removes the candidates of plain jars if there is a better one that resolves. */
    static void filter(BundleRequirement requirement, Collection<BundleCapability> candidates) {
        if (candidates.size() > 1
                && candidates.stream().anyMatch(ClassPathBundles::isOfOne)
                && candidates.stream().anyMatch(candidate -> !isOfOne(candidate) && resolves(candidate, requirement))) {
            candidates.removeIf(ClassPathBundles::isOfOne);
        }
    }

    private static boolean isOfOne(BundleCapability candidate) {
        return isOne(candidate.getRevision().getBundle());
    }

    /** It does, or the requirement is its own. */
    private static boolean resolves(BundleCapability candidate, BundleRequirement requirement) {
        BundleRevision revision = candidate.getRevision();
        return revision.equals(requirement.getRevision()) || revision.getWiring() != null;
    }
}
