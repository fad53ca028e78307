package io.funclet.host.framework.isolation;

import io.funclet.api.FunctionHandler;
import io.funclet.host.framework.EmbeddedFelix;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
 * What crosses the line between the runtime's own bundles and function bundles. The platform sees function bundles,
 * because SCR extends them, but uses none of their packages and of their services only functions: a copy of what the
 * platform uses, in a code directory, must not take its place. And a function bundle is wired to the platform's copy of
 * what both have, because SCR and the framework can call it by that only.
 */
public final class PlatformBoundary {

    /** Found by their names, of which the platform's are its own. */
    private static final Set<String> BY_NAME = Set.of(
            BundleNamespace.BUNDLE_NAMESPACE, HostNamespace.HOST_NAMESPACE, IdentityNamespace.IDENTITY_NAMESPACE);

    private static final String HOOKS = "org.osgi.framework.hooks.";
    private static final String WEAVING = HOOKS + "weaving.";

    private PlatformBoundary() {}

    /** Removes candidates that the one who requires must not be wired to. */
    static void filter(BundleRequirement requirement, Collection<BundleCapability> candidates) {
        if (EmbeddedFelix.isPlatform(requirement.getRevision().getBundle())
                || candidates.stream().anyMatch(PlatformBoundary::isPlatforms) && isShared(requirement, candidates)) {
            candidates.removeIf(candidate -> !isPlatforms(candidate));
        }
    }

    private static boolean isPlatforms(BundleCapability candidate) {
        return EmbeddedFelix.isPlatform(candidate.getRevision().getBundle());
    }

    /** Whether the platform and the bundle that requires have to mean the same by it. */
    private static boolean isShared(BundleRequirement requirement, Collection<BundleCapability> candidates) {
        if (!PackageNamespace.PACKAGE_NAMESPACE.equals(requirement.getNamespace())) {
            return !BY_NAME.contains(requirement.getNamespace());
        }
        return candidates.stream()
                .map(candidate -> String.valueOf(candidate.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                .allMatch(name -> name.startsWith("org.osgi.") || name.equals(FunctionHandler.class.getPackageName()));
    }

    /** Whether a bundle may use a service of another one, as far as it is about the platform. */
    static boolean mayUse(Bundle user, ServiceReference<?> service, Bundle provider) {
        if (!EmbeddedFelix.isPlatform(user) || EmbeddedFelix.isPlatform(provider)) {
            return true;
        }
        return user.getBundleId() == Constants.SYSTEM_BUNDLE_ID
                && Arrays.asList(interfaces(service)).contains(FunctionHandler.class.getName());
    }

    static String[] interfaces(ServiceReference<?> service) {
        return (String[]) service.getProperty(Constants.OBJECTCLASS);
    }

    /**
     * Why a bundle cannot live beside the runtime's own.
     *
     * @param bundle a bundle that has been installed; one that has been started is asked for its services, too
     * @return a phrase; empty if it can
     */
    public static Optional<String> conflict(Bundle bundle) {
        for (BundleCapability capability : bundle.adapt(BundleRevision.class).getDeclaredCapabilities(null)) {
            Object value = capability.getAttributes().get(capability.getNamespace());
            if ("osgi.extender".equals(capability.getNamespace()) && "osgi.component".equals(value)) {
                return Optional.of("is an implementation of Declarative Services: the runtime has its own, and each"
                        + " component would be activated twice");
            }
            if ("org.apache.felix.fileinstall".equals(value)) {
                return Optional.of("is FileInstall: the runtime has its own, and each jar would be installed twice");
            }
        }
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        return Stream.of(services == null ? new ServiceReference<?>[0] : services)
                .flatMap(service -> Stream.of(interfaces(service)))
                .filter(name -> name.startsWith(HOOKS) && !name.startsWith(WEAVING))
                .findFirst()
                .map(hook -> "registers " + hook + ", by which it would decide what all others and the runtime see");
    }

    /**
     * Whether a fragment would become a part of the framework, as soon as it is installed.
     *
     * @param host of which bundle it is a fragment; {@code null} if it is none
     * @return {@code true} if that is the framework
     */
    public static boolean isOfTheFramework(String host) {
        return Constants.SYSTEM_BUNDLE_SYMBOLICNAME.equals(host) || "org.apache.felix.framework".equals(host);
    }
}
