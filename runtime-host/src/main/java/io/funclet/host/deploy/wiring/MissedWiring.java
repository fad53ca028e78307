package io.funclet.host.deploy.wiring;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.bundle.OptionalDependencies;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.framework.diagnosis.UnboundServices;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Which bundles would be wired, or bound, to another one if they were started now, and are not: what they can do without
 * came after them, or was not to be seen yet. The framework wires a bundle once, and SCR binds some references once, so
 * that it has to be deployed anew: for an optional requirement, a fragment, a higher version, a service.
 */
public final class MissedWiring {

    private final DeployContext context;

    public MissedWiring(DeployContext context) {
        this.context = context;
    }

    /** Those of a directory that have missed something, unless it has been tried in vain. */
    public Set<InstalledJar> in(CodeDirectory directory) {
        List<InstalledJar> jars = context.jars().in(directory);
        Set<Long> present = jars.stream().map(jar -> jar.staged().fingerprint()).collect(Collectors.toSet());
        Set<InstalledJar> missing = new LinkedHashSet<>();
        for (InstalledJar jar : jars) {
            jar.optional().forgetAllBut(present);
            if (serves(jar) && (jar.hasMissed() || !by(jar).isEmpty())) {
                missing.add(jar);
            }
        }
        return missing;
    }

    /** What a bundle that is up has missed, unless it has been tried in vain. */
    public Set<InstalledJar> by(InstalledJar jar) {
        FrameworkWiring framework =
                context.host().getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        try {
            Set<InstalledJar> missed = wires(jar, framework::findProviders);
            context.jars().in(jar.directory()).stream()
                    .filter(other -> isHost(jar, other) || jar.optional().askedTooEarly(other.staged()))
                    .forEach(missed::add);
            UnboundServices.providers(context.host(), jar.bundle()).stream()
                    .map(context.jars()::of)
                    .filter(Objects::nonNull)
                    .forEach(missed::add);
            missed.removeIf(provider -> !serves(provider)
                    || !context.jars().mayUse(jar.bundle(), provider.bundle())
                    || jar.optional().wasInVain(provider.staged()));
            return missed;
        } catch (IllegalStateException uninstalledMeanwhile) {
            return Set.of();
        }
    }

    /** Those that are up, and would be wired to one of the bundles. */
    public Set<InstalledJar> of(List<InstalledJar> bundles) {
        Set<InstalledJar> missing = new LinkedHashSet<>();
        for (InstalledJar coming : bundles) {
            // Of a start, all are deployed anew at once, when it is over. But a fragment needs its host to be resolved.
            if (coming.directory().isStarted() || coming.staged().fragmentHost() != null) {
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

    /**
     * Of a start, those whose attempts to import dynamically may have come too early. Later, what is loaded then is found
     * by the next attempt; but what is asked for at a start is often asked for once.
     */
    public Set<InstalledJar> byDynamicImports(CodeDirectory directory) {
        List<InstalledJar> jars = context.jars().in(directory);
        return jars.stream()
                .filter(jar -> serves(jar)
                        && requirements(jar.bundle().adapt(BundleRevision.class), OptionalDependencies::isDynamic)
                                .anyMatch(requirement -> jars.stream()
                                        .filter(provider -> serves(provider)
                                                && provider.compareStart(jar) > 0
                                                && new Dependants(context)
                                                        .direct(provider).stream()
                                                                .noneMatch(user -> user == jar))
                                        .anyMatch(provider ->
                                                !met(requirement, provider).isEmpty())))
                .collect(Collectors.toSet());
    }

    /** Of a start, finds out who asked the registry for services before they were there. */
    public void byServiceQueries(CodeDirectory directory) {
        for (InstalledJar jar : context.jars().in(directory)) {
            try {
                Set<Bundle> providers = jar.optional().queries().providersIfMissed(context.host(), jar.bundle());
                jar.optional()
                        .askedTooEarly(providers.stream()
                                .map(context.jars()::of)
                                .filter(Objects::nonNull)
                                .map(InstalledJar::staged));
            } catch (IllegalStateException uninstalledMeanwhile) {
                jar.optional().askedTooEarly(Stream.empty());
            }
        }
    }

    private static boolean serves(InstalledJar jar) {
        return jar.isUp() && jar.isProven() && !jar.isDraining();
    }

    /** Whom its requirements could be wired to, instead of to nobody or to a lower version. */
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
                providers.apply(wire.getRequirement()).stream()
                        .filter(capability -> version(capability).compareTo(version) > 0)
                        .forEach(capability -> add(missed, capability));
            }
        }
        Stream<BundleRequirement> ofFragments = wiring.getProvidedWires(HostNamespace.HOST_NAMESPACE).stream()
                .flatMap(wire -> requirements(wire.getRequirer(), OptionalDependencies::isOptional));
        Stream.concat(jar.optional().requirements().stream(), ofFragments)
                .filter(requirement -> !met.contains(requirement))
                .flatMap(requirement -> providers.apply(requirement).stream())
                .forEach(capability -> add(missed, capability));
        missed.remove(jar);
        return missed;
    }

    private void add(Set<InstalledJar> missed, BundleCapability capability) {
        InstalledJar provider = context.jars().of(capability.getRevision().getBundle());
        if (provider != null) {
            missed.add(provider);
        }
    }

    private static Stream<BundleRequirement> requirements(BundleRevision revision, Predicate<BundleRequirement> kind) {
        return revision.getDeclaredRequirements(null).stream().filter(kind);
    }

    private static Version version(BundleCapability capability) {
        String attribute = BundleNamespace.BUNDLE_NAMESPACE.equals(capability.getNamespace())
                ? Constants.BUNDLE_VERSION_ATTRIBUTE
                : PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE;
        return capability.getAttributes().get(attribute) instanceof Version version ? version : Version.emptyVersion;
    }

    /** Whether another one is a fragment of it: fragments attach only while their host is being resolved. */
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
        return provider
                .bundle()
                .adapt(BundleRevision.class)
                .getDeclaredCapabilities(requirement.getNamespace())
                .stream()
                .filter(requirement::matches)
                .toList();
    }
}
