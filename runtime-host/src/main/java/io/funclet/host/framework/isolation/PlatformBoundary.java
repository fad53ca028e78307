package io.funclet.host.framework.isolation;

import io.funclet.api.FunctionHandler;
import io.funclet.host.framework.EmbeddedFelix;
import io.funclet.host.framework.component.FunctionInterfaces;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * What the runtime's own bundles and function bundles may use of each other. The platform sees function bundles,
 * because SCR extends them. It uses none of their packages, and of their services only functions, so that no copy in a
 * code directory replaces a part of the platform. If both have a package, a function bundle is wired to the platform's
 * copy, because SCR and the framework call it by that.
 */
public final class PlatformBoundary {

    /** Found by their names, which are unique to the platform. */
    private static final Set<String> BY_NAME = Set.of(
            BundleNamespace.BUNDLE_NAMESPACE, HostNamespace.HOST_NAMESPACE, IdentityNamespace.IDENTITY_NAMESPACE);

    /** By another copy, lines of functions would not reach the log. */
    private static final String SLF4J = "org.slf4j";

    private static final String HOOKS = "org.osgi.framework.hooks.";
    private static final String WEAVING = HOOKS + "weaving.";

    /** What ConfigurationAdmin calls. */
    private static final String CONFIGURED = "org.osgi.service.cm.";

    private static final String LOG_SERVICE = "org.osgi.service.log.LogService";
    private static final String LOGGER_FACTORY = "org.osgi.service.log.LoggerFactory";

    private PlatformBoundary() {}

    static void filter(BundleRequirement requirement, Collection<BundleCapability> candidates) {
        if (EmbeddedFelix.isPlatform(requirement.getRevision().getBundle())
                || hasPlatforms(candidates) && isShared(requirement, candidates)) {
            candidates.removeIf(candidate -> !isPlatforms(candidate));
        }
    }

    private static boolean hasPlatforms(Collection<BundleCapability> candidates) {
        for (BundleCapability candidate : candidates) {
            if (isPlatforms(candidate)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPlatforms(BundleCapability candidate) {
        return EmbeddedFelix.isPlatform(candidate.getRevision().getBundle());
    }

    /** Whether the platform and the requiring bundle must use the same copy. */
    private static boolean isShared(BundleRequirement requirement, Collection<BundleCapability> candidates) {
        if (!PackageNamespace.PACKAGE_NAMESPACE.equals(requirement.getNamespace())) {
            return !BY_NAME.contains(requirement.getNamespace());
        }
        for (BundleCapability candidate : candidates) {
            String name = String.valueOf(candidate.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE));
            if (!isShared(name, requirement.getRevision(), candidates)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isShared(String packageName, BundleRevision user, Collection<BundleCapability> candidates) {
        if (packageName.equals(SLF4J) || packageName.startsWith(SLF4J + ".")) {
            // A copy of SLF4J needs its own packages to resolve.
            for (BundleCapability candidate : candidates) {
                if (candidate.getRevision().equals(user)) {
                    return false;
                }
            }
            return true;
        }
        return packageName.startsWith("org.osgi.") || packageName.equals(FunctionHandler.class.getPackageName());
    }

    static boolean mayUse(Bundle user, ServiceReference<?> service, Bundle provider) {
        if (EmbeddedFelix.isPlatform(provider)) {
            // FileInstall would watch any directory that a configuration names.
            return EmbeddedFelix.isOfADirectory(provider)
                    || user.equals(provider)
                    || !isConfigured(service) && !isLogOfOthers(service, EmbeddedFelix.isPlatform(user));
        }
        if (!EmbeddedFelix.isPlatform(user)) {
            return true;
        }
        if (EmbeddedFelix.isOfADirectory(user)) {
            return isConfigured(service);
        }
        return user.getBundleId() == Constants.SYSTEM_BUNDLE_ID && FunctionInterfaces.areOf(service);
    }

    private static boolean isConfigured(ServiceReference<?> service) {
        for (String name : interfaces(service)) {
            if (name.startsWith(CONFIGURED)) {
                return true;
            }
        }
        return false;
    }

    /** The platform logs by a LoggerFactory of its own, and function bundles by a LogService. */
    private static boolean isLogOfOthers(ServiceReference<?> service, boolean forThePlatform) {
        List<String> names = List.of(interfaces(service));
        return names.contains(LOGGER_FACTORY) && names.contains(LOG_SERVICE) == forThePlatform;
    }

    static String[] interfaces(ServiceReference<?> service) {
        return (String[]) service.getProperty(Constants.OBJECTCLASS);
    }

    /**
     * A phrase about why a bundle cannot live beside the runtime's own; empty if it can. Of a started one, its services
     * count, too.
     */
    public static Optional<String> conflict(Bundle bundle) {
        for (BundleCapability capability : bundle.adapt(BundleRevision.class).getDeclaredCapabilities(null)) {
            Object value = capability.getAttributes().get(capability.getNamespace());
            if ("osgi.extender".equals(capability.getNamespace()) && "osgi.component".equals(value)) {
                return Optional.of("is an implementation of Declarative Services: the runtime has its own, and each"
                        + " component would be activated twice");
            }
            if ("osgi.implementation".equals(capability.getNamespace()) && "osgi.cm".equals(value)) {
                return Optional.of("is an implementation of ConfigurationAdmin: the runtime has its own for each code"
                        + " directory, which reads *.cfg files beside the jars");
            }
            if ("org.apache.felix.fileinstall".equals(value)) {
                return Optional.of("is FileInstall: the runtime has its own, and each jar would be installed twice");
            }
        }
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
            for (String name : interfaces(service)) {
                if (name.startsWith(HOOKS) && !name.startsWith(WEAVING)) {
                    return Optional.of(
                            "registers " + name + ", by which it would decide what all others and the runtime see");
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a fragment of this host would become a part of the framework; {@code null} for a bundle. */
    public static boolean isOfTheFramework(String host) {
        return Constants.SYSTEM_BUNDLE_SYMBOLICNAME.equals(host) || "org.apache.felix.framework".equals(host);
    }
}
