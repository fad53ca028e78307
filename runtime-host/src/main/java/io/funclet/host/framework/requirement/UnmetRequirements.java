package io.funclet.host.framework.requirement;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Explains which requirements prevent the resolution of a bundle, down to providers that do not resolve themselves. */
public final class UnmetRequirements {

    private final FrameworkWiring wiring;
    private final BiPredicate<Bundle, Bundle> mayUse;

    /** From the bundle in question to the current one. */
    private final Set<Bundle> path = new LinkedHashSet<>();

    private UnmetRequirements(FrameworkWiring wiring, BiPredicate<Bundle, Bundle> mayUse) {
        this.wiring = wiring;
        this.mayUse = mayUse;
    }

    /**
     * The unmet requirements of an unresolved bundle; empty if only their combination fails.
     *
     * @param mayUse whether the first bundle may use what the second one provides
     */
    public static List<Reason> of(BundleContext host, Bundle bundle, BiPredicate<Bundle, Bundle> mayUse) {
        FrameworkWiring wiring =
                host.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        return new UnmetRequirements(wiring, mayUse).of(bundle);
    }

    private List<Reason> of(Bundle bundle) {
        List<Reason> unmet = new ArrayList<>();
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null || !path.add(bundle)) {
            return unmet;
        }
        for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
            if (RequirementText.isMandatory(requirement)) {
                add(unmet, bundle, requirement);
            }
        }
        path.remove(bundle);
        return unmet;
    }

    private void add(List<Reason> unmet, Bundle bundle, BundleRequirement requirement) {
        Set<Bundle> providers = new BundleProviders(wiring, provider -> mayUse.test(bundle, provider))
                .of(requirement).stream()
                        .map(capability -> capability.getRevision().getBundle())
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        if (providers.contains(bundle)) {
            // A bundle can always use its own exports.
            return;
        }
        if (providers.isEmpty()) {
            unmet.add(reason(requirement, candidates(bundle, requirement)));
        } else if (providers.stream().allMatch(provider -> provider.getState() == Bundle.INSTALLED)) {
            List<Reason> because = new ArrayList<>();
            for (Bundle provider : providers) {
                if (path.contains(provider)) {
                    because.add(new Reason(
                            RequirementText.provider(provider) + " would provide it, and needs this one in turn"));
                } else {
                    List<Reason> inTurn = of(provider);
                    if (!inTurn.isEmpty()) {
                        because.add(new Reason(
                                RequirementText.provider(provider) + " would provide it, but does not resolve",
                                inTurn));
                    }
                }
            }
            // If all requirements of a provider can be met, the provider is not at fault.
            if (because.size() == providers.size()) {
                unmet.add(reason(requirement, because));
            }
        }
    }

    private static Reason reason(BundleRequirement requirement, List<Reason> because) {
        return new Reason(RequirementText.of(requirement), RequirementText.verb(requirement), because);
    }

    /** What nearly meets the requirement. */
    private List<Reason> candidates(Bundle bundle, BundleRequirement requirement) {
        List<Reason> candidates = new ArrayList<>();
        PlatformMismatch.words(requirement, wiring).forEach(words -> candidates.add(new Reason(words)));
        if (BundleProviders.isOfABundle(requirement)) {
            for (BundleCapability other :
                    new BundleProviders(wiring, provider -> mayUse.test(bundle, provider)).named(requirement)) {
                Bundle provider = other.getRevision().getBundle();
                candidates.add(
                        new Reason(provider.getSymbolicName() + " is there in version " + provider.getVersion()));
            }
        }
        boolean ofAPackage = PackageNamespace.PACKAGE_NAMESPACE.equals(requirement.getNamespace());
        if (ofAPackage) {
            for (BundleCapability other : new BundleProviders(wiring, each -> true).exports(requirement)) {
                Bundle provider = other.getRevision().getBundle();
                String exports = RequirementText.provider(provider) + " exports version "
                        + other.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE);
                if (mayUse.test(bundle, provider)) {
                    candidates.add(new Reason(exports));
                } else if (!provider.getSymbolicName().equals(bundle.getSymbolicName())) {
                    candidates.add(new Reason(
                            exports + ", but is out of reach: of another code directory, or on its way in or out"));
                }
            }
        }
        if (ofAPackage) {
            LibraryAdvice.otherApi(RequirementText.name(requirement))
                    .ifPresent(advice -> candidates.add(new Reason(advice)));
        }
        if (candidates.isEmpty()) {
            candidates.add(new Reason("no bundle provides that"));
            List<String> names = List.of(RequirementText.name(requirement));
            Optional<String> renamed = ofAPackage
                    ? new BundleProviders(wiring, provider -> mayUse.test(bundle, provider))
                            .renamed(requirement.getRevision(), names)
                    : Optional.empty();
            renamed.ifPresent(advice -> candidates.add(new Reason(advice)));
            Optional<String> known = KnownProviders.advice(names);
            known.ifPresent(advice -> candidates.add(new Reason(advice)));
            if (RequirementText.isOfServiceLoader(requirement)) {
                candidates.add(new Reason(LibraryAdvice.provider()));
            }
            if (path.size() == 1 && ofAPackage) {
                PackageReferences.in(bundle)
                        .advice(names)
                        .or(() -> known.isPresent() || renamed.isPresent()
                                ? Optional.empty()
                                : Optional.of(LibraryAdvice.add()))
                        .ifPresent(advice -> candidates.add(new Reason(advice)));
            }
        }
        return candidates;
    }
}
