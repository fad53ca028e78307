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

    private static final String SPLIT = "funclet.split";

    private ClassPathBundles() {}

    /** Of all of them. */
    public static String symbolicName() {
        return SYMBOLIC_NAME;
    }

    /** The attribute of a package of which a bundle has some classes, too: then plain jars offer all of them. */
    public static String splitMark() {
        return SPLIT + "=true";
    }

    private static boolean isOne(Bundle bundle) {
        return SYMBOLIC_NAME.equals(bundle.getSymbolicName());
    }

    /**
     * Removes the candidates of plain jars if there is a better one that resolves. To plain jars themselves, it is better
     * before that is known: it may need them, and be resolved together with them.
     */
    static void filter(BundleRequirement requirement, Collection<BundleCapability> candidates) {
        if (candidates.size() < 2 || candidates.stream().noneMatch(ClassPathBundles::isOfOne)) {
            return;
        }
        boolean isOwn = candidates.stream()
                .anyMatch(candidate -> candidate.getRevision().equals(requirement.getRevision()));
        if (!isOwn && candidates.stream().anyMatch(ClassPathBundles::isSplit)) {
            candidates.removeIf(candidate -> !isOfOne(candidate));
        } else if (candidates.stream()
                .anyMatch(candidate -> !isOfOne(candidate) && (isOwn || resolves(candidate, requirement)))) {
            // Its own it has without an import, too.
            candidates.removeIf(ClassPathBundles::isOfOne);
        }
    }

    private static boolean isSplit(BundleCapability candidate) {
        return isOfOne(candidate) && candidate.getAttributes().containsKey(SPLIT);
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
