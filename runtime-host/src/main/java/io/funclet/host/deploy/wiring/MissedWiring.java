package io.funclet.host.deploy.wiring;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.framework.component.UnboundServices;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.resource.Namespace;

/**
 * Which bundles have missed something optional that came after their start: an optional requirement, a fragment, a higher
 * version, a service, a provider for {@code ServiceLoader}. The framework wires a bundle once, and SCR binds some references
 * once, so such a bundle has to be deployed anew.
 */
public record MissedWiring(DeployContext context) {

    /** The bundles of a directory that have missed something, unless it was tried in vain. */
    public Set<InstalledJar> in(CodeDirectory directory) {
        List<InstalledJar> jars = context.jars().in(directory);
        Set<Long> present = InstalledJar.fingerprints(jars);
        Set<InstalledJar> missing = new LinkedHashSet<>();
        for (InstalledJar jar : jars) {
            jar.optional().forgetAllBut(present);
            if (serves(jar) && (jar.optional().hasMissed() || !by(jar).isEmpty())) {
                missing.add(jar);
            }
        }
        return missing;
    }

    /** What a bundle that is up has missed, unless it was tried in vain. */
    public Set<InstalledJar> by(InstalledJar jar) {
        try {
            Set<InstalledJar> missed = wires(jar, context.frameworkWiring()::findProviders);
            for (InstalledJar other : context.jars().in(jar.directory())) {
                if (isHost(jar, other) || jar.optional().askedTooEarly(other.staged())) {
                    missed.add(other);
                }
            }
            missed.addAll(context.jars().of(UnboundServices.providers(context.host(), jar.bundle())));
            new MissedProviders(context).by(jar).forEach(missed::add);
            missed.removeIf(provider -> !serves(provider)
                    || !context.jars().mayUse(jar.bundle(), provider.bundle())
                    || jar.optional().wasInVain(provider.staged()));
            return missed;
        } catch (IllegalStateException uninstalledMeanwhile) {
            return Set.of();
        }
    }

    /** The bundles that are up, and would be wired to one of these. */
    public Set<InstalledJar> of(List<InstalledJar> bundles) {
        Set<InstalledJar> missing = new LinkedHashSet<>();
        for (InstalledJar coming : bundles) {
            // After a start, all are deployed anew at once. But a fragment needs its host to be resolved.
            if (coming.directory().activity().isStarted() || coming.staged().fragmentHost() != null) {
                missing.addAll(of(coming));
            }
        }
        return missing;
    }

    private Set<InstalledJar> of(InstalledJar coming) {
        Set<InstalledJar> missing = new LinkedHashSet<>();
        for (InstalledJar jar : context.jars().in(coming.directory())) {
            try {
                if (jar != coming
                        && jar.isUp()
                        && !jar.isDraining()
                        && (isHost(jar, coming)
                                || !wires(jar, requirement -> met(requirement, coming))
                                        .isEmpty())) {
                    missing.add(jar);
                }
            } catch (IllegalStateException uninstalledMeanwhile) {
                missing.remove(jar);
            }
        }
        return missing;
    }

    /** After a start, the bundles whose dynamic imports may have come too early: most ask only once. */
    public Set<InstalledJar> byDynamicImports(CodeDirectory directory) {
        List<InstalledJar> jars = context.jars().in(directory);
        jars.removeIf(jar -> !serves(jar));
        Set<InstalledJar> missing = new LinkedHashSet<>();
        for (InstalledJar jar : jars) {
            BundleRevision revision = jar.bundle().adapt(BundleRevision.class);
            if (revision == null) {
                continue; // uninstalled meanwhile
            }
            List<BundleRequirement> imports = new ArrayList<>(revision.getDeclaredRequirements(null));
            imports.removeIf(requirement -> !isDynamic(requirement));
            for (InstalledJar later : jars) {
                if (later.compareStart(jar) > 0
                        && imports.stream()
                                .anyMatch(wanted -> !met(wanted, later).isEmpty())
                        && !new Dependants(context).direct(later).contains(jar)) {
                    missing.add(jar);
                }
            }
        }
        return missing;
    }

    /** After a start, finds the bundles that asked the registry for services too early. */
    public void byServiceQueries(CodeDirectory directory) {
        for (InstalledJar jar : context.jars().in(directory)) {
            try {
                Set<Bundle> providers = jar.optional().queries().providersIfMissed(context.host(), jar.bundle());
                jar.optional()
                        .askedTooEarly(InstalledJar.fingerprints(context.jars().of(providers)));
            } catch (IllegalStateException uninstalledMeanwhile) {
                jar.optional().askedTooEarly(Set.of());
            }
        }
    }

    private static boolean serves(InstalledJar jar) {
        return jar.isUp() && jar.isProven() && !jar.isDraining();
    }

    /** The bundles to which its requirements could be wired, instead of to none or to a lower version. */
    private Set<InstalledJar> wires(
            InstalledJar jar, Function<BundleRequirement, Collection<BundleCapability>> providers) {
        Set<InstalledJar> missed = new LinkedHashSet<>();
        BundleWiring wiring = jar.bundle().adapt(BundleWiring.class);
        if (jar.staged().fragmentHost() != null || wiring == null) {
            return missed;
        }
        Set<BundleRequirement> met = new HashSet<>();
        for (BundleWire wire : wiring.getRequiredWires(null)) {
            met.add(wire.getRequirement());
            InstalledJar wired = context.jars().of(wire.getProvider().getBundle());
            if (wired != null && wired != jar) {
                Version version = version(wire.getCapability());
                for (BundleCapability capability : providers.apply(wire.getRequirement())) {
                    if (version(capability).compareTo(version) > 0) {
                        add(missed, capability);
                    }
                }
            }
        }
        List<BundleRequirement> declared = new ArrayList<>(wiring.getRevision().getDeclaredRequirements(null));
        for (BundleWire fragment : wiring.getProvidedWires(HostNamespace.HOST_NAMESPACE)) {
            declared.addAll(fragment.getRequirer().getDeclaredRequirements(null));
        }
        for (BundleRequirement requirement : declared) {
            if (isOptional(requirement) && !met.contains(requirement)) {
                for (BundleCapability capability : providers.apply(requirement)) {
                    add(missed, capability);
                }
            }
        }
        missed.remove(jar);
        return missed;
    }

    private void add(Set<InstalledJar> missed, BundleCapability capability) {
        InstalledJar provider = context.jars().of(capability.getRevision().getBundle());
        if (provider != null) {
            missed.add(provider);
        }
    }

    /** A requirement that is effective only after the resolution is never wired. */
    private static boolean isOptional(BundleRequirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        return Namespace.RESOLUTION_OPTIONAL.equals(directives.get(Constants.RESOLUTION_DIRECTIVE))
                && Namespace.EFFECTIVE_RESOLVE.equals(
                        directives.getOrDefault(Constants.EFFECTIVE_DIRECTIVE, Namespace.EFFECTIVE_RESOLVE));
    }

    private static boolean isDynamic(BundleRequirement requirement) {
        return PackageNamespace.RESOLUTION_DYNAMIC.equals(
                requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
    }

    private static Version version(BundleCapability capability) {
        String attribute = BundleNamespace.BUNDLE_NAMESPACE.equals(capability.getNamespace())
                ? Constants.BUNDLE_VERSION_ATTRIBUTE
                : PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE;
        return capability.getAttributes().get(attribute) instanceof Version version ? version : Version.emptyVersion;
    }

    /** Whether it is the host of a fragment that is not attached: that happens only when the host is resolved. */
    private static boolean isHost(InstalledJar jar, InstalledJar fragment) {
        return fragment.staged().fragmentHost() != null
                && jar.bundle().adapt(BundleWiring.class).getProvidedWires(HostNamespace.HOST_NAMESPACE).stream()
                        .noneMatch(wire -> wire.getRequirer().getBundle().equals(fragment.bundle()))
                && fragment
                        .bundle()
                        .adapt(BundleRevision.class)
                        .getDeclaredRequirements(HostNamespace.HOST_NAMESPACE)
                        .stream()
                        .anyMatch(host -> !met(host, jar).isEmpty());
    }

    private static Collection<BundleCapability> met(BundleRequirement requirement, InstalledJar provider) {
        // A change of another directory may have uninstalled it meanwhile.
        BundleRevision revision = provider.bundle().adapt(BundleRevision.class);
        List<BundleCapability> met = new ArrayList<>(
                revision == null ? List.of() : revision.getDeclaredCapabilities(requirement.getNamespace()));
        met.removeIf(capability -> !requirement.matches(capability));
        return met;
    }
}
