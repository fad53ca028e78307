package io.funclet.host.deploy.bundle;

import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.framework.isolation.ServiceQueries;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Namespace;

/** The optional dependencies of a bundle, and the providers for which it was deployed anew in vain. Any thread. */
public final class OptionalDependencies {

    private final Bundle bundle;

    /** {@code null} until they are asked for. */
    private volatile List<BundleRequirement> requirements;

    /** The fingerprints of the providers: their bundles change with each deployment. */
    private final Set<Long> inVain = ConcurrentHashMap.newKeySet();

    private final ServiceQueries queries = new ServiceQueries();

    /** The fingerprints of the providers whose services it asked for too early. */
    private volatile Set<Long> askedTooEarly = Set.of();

    /** Whether it was deployed anew together with others in vain, and is now tried alone. */
    private volatile boolean alone;

    OptionalDependencies(Bundle bundle) {
        this.bundle = bundle;
    }

    public List<BundleRequirement> requirements() {
        List<BundleRequirement> known = requirements;
        if (known == null) {
            known = bundle.adapt(BundleRevision.class).getDeclaredRequirements(null).stream()
                    .filter(OptionalDependencies::isOptional)
                    .toList();
            requirements = known;
        }
        return known;
    }

    /** A requirement that is effective only after the resolution is never wired. */
    public static boolean isOptional(BundleRequirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        return Namespace.RESOLUTION_OPTIONAL.equals(directives.get(Constants.RESOLUTION_DIRECTIVE))
                && Namespace.EFFECTIVE_RESOLVE.equals(
                        directives.getOrDefault(Constants.EFFECTIVE_DIRECTIVE, Namespace.EFFECTIVE_RESOLVE));
    }

    public static boolean isDynamic(BundleRequirement requirement) {
        return PackageNamespace.RESOLUTION_DYNAMIC.equals(
                requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
    }

    /** What it has asked the service registry for, until the start of its directory is over. */
    public ServiceQueries queries() {
        return queries;
    }

    /** It has asked for services of these, and one was not there yet. */
    public void askedTooEarly(Stream<StagedJar> providers) {
        askedTooEarly = providers.map(StagedJar::fingerprint).collect(Collectors.toUnmodifiableSet());
    }

    public boolean askedTooEarly(StagedJar provider) {
        return askedTooEarly.contains(provider.fingerprint());
    }

    public boolean wasInVain(StagedJar provider) {
        return inVain.contains(provider.fingerprint());
    }

    /** It has been deployed anew, or could not be, and goes on without them. */
    public void inVain(Collection<StagedJar> providers) {
        providers.forEach(provider -> inVain.add(provider.fingerprint()));
    }

    /** The same of another bundle of the same jar. */
    public void inVainAs(OptionalDependencies previous) {
        inVain.addAll(previous.inVain);
    }

    /** Forgets absent providers: if they come again, it is tried again. */
    public void forgetAllBut(Set<Long> present) {
        inVain.retainAll(present);
    }

    public boolean isAlone() {
        return alone;
    }

    public void tryAlone() {
        alone = true;
    }
}
