package io.funclet.host.deploy;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Who would rather be wired to a bundle that comes than to what it is wired to now. The framework wires a bundle once, so
 * that it has to be deployed anew to get what it has done without: an optional import, a fragment, a higher version.
 */
final class Wishes {

    private final Ground ground;

    Wishes(Ground ground) {
        this.ground = ground;
    }

    /** Those of the bundle's directory that are up and wish for it. */
    Set<InstalledJar> meetBy(InstalledJar coming) {
        Set<InstalledJar> wishing = new LinkedHashSet<>();
        for (InstalledJar jar : ground.jars().in(coming.directory())) {
            try {
                if (jar.isUp() && !jar.isLeaving()) {
                    if (hasLackedIt(jar, coming) || isHost(jar, coming)) {
                        wishing.add(jar);
                    }
                    if (isLower(jar, coming)) {
                        usersWhoCould(jar, coming, wishing);
                    }
                }
            } catch (IllegalStateException uninstalledMeanwhile) {
                wishing.remove(jar);
            }
        }
        return wishing;
    }

    private static boolean hasLackedIt(InstalledJar jar, InstalledJar coming) {
        if (jar.optionalRequirements().isEmpty()) {
            return false;
        }
        Set<BundleRequirement> met = new HashSet<>();
        jar.bundle().adapt(BundleWiring.class).getRequiredWires(null).forEach(wire -> met.add(wire.getRequirement()));
        return jar.optionalRequirements().stream()
                .anyMatch(requirement -> !met.contains(requirement) && isMet(requirement, coming));
    }

    /** Whether the one that comes is a fragment of it: fragments attach only while their host is being resolved. */
    private static boolean isHost(InstalledJar jar, InstalledJar coming) {
        if (coming.staged().fragmentHost() == null || isAttached(jar, coming)) {
            return false;
        }
        return coming
                .bundle()
                .adapt(BundleRevision.class)
                .getDeclaredRequirements(HostNamespace.HOST_NAMESPACE)
                .stream()
                .anyMatch(host -> isMet(host, jar));
    }

    private static boolean isAttached(InstalledJar jar, InstalledJar fragment) {
        return jar.bundle().adapt(BundleWiring.class).getProvidedWires(HostNamespace.HOST_NAMESPACE).stream()
                .anyMatch(wire -> wire.getRequirer().getBundle().equals(fragment.bundle()));
    }

    private static boolean isLower(InstalledJar jar, InstalledJar coming) {
        return jar.staged().symbolicName().equals(coming.staged().symbolicName())
                && jar.staged().version().compareTo(coming.staged().version()) < 0;
    }

    private void usersWhoCould(InstalledJar lower, InstalledJar coming, Set<InstalledJar> wishing) {
        for (BundleWire wire : lower.bundle().adapt(BundleWiring.class).getProvidedWires(null)) {
            InstalledJar user = ground.jars().of(wire.getRequirer().getBundle());
            if (user != null && user.isUp() && !user.isLeaving() && isMet(wire.getRequirement(), coming)) {
                wishing.add(user);
            }
        }
    }

    private static boolean isMet(BundleRequirement requirement, InstalledJar provider) {
        List<BundleCapability> capabilities =
                provider.bundle().adapt(BundleRevision.class).getDeclaredCapabilities(requirement.getNamespace());
        return capabilities.stream().anyMatch(requirement::matches);
    }
}
