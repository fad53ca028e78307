package io.funclet.host.framework.requirement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** The requirements of an unresolved bundle for which it may use no provider. */
public final class MissingRequirements {

    private final BundleProviders providers;
    private final Bundle bundle;
    private final List<ReasonPhrase> phrases = new ArrayList<>();
    private final Set<String> packages = new TreeSet<>();

    /** The names of what nothing provides, packages among them. */
    private final Set<String> absent = new TreeSet<>();

    /** @param mayUse whether the bundle may use what another one provides */
    public MissingRequirements(FrameworkWiring wiring, Bundle bundle, Predicate<Bundle> mayUse) {
        this.providers = new BundleProviders(wiring, mayUse);
        this.bundle = bundle;
        for (BundleRequirement requirement : bundle.adapt(BundleRevision.class).getDeclaredRequirements(null)) {
            if (RequirementText.isMandatory(requirement)
                    && providers.allowed(requirement).isEmpty()) {
                add(requirement);
            }
        }
    }

    /** Then the requirements of the providers, or the combination, fail. */
    public boolean areNone() {
        return phrases.isEmpty();
    }

    /** The packages that no bundle exports in any version. */
    public Collection<String> packages() {
        return packages;
    }

    /**
     * All missing requirements on one line, grouped, with advice for the author.
     *
     * @param rejected which rejected jars have missing packages, as a phrase; empty if none does
     */
    public String line(String rejected) {
        List<String> advice = new ArrayList<>();
        if (!packages.isEmpty()) {
            providers.renamed(bundle.adapt(BundleRevision.class), packages).ifPresent(advice::add);
            PackageReferences.in(bundle).advice(packages).ifPresent(advice::add);
        }
        KnownProviders.advice(absent).ifPresent(advice::add);
        if (!rejected.isEmpty()) {
            advice.add(rejected);
        } else if (advice.isEmpty() && !packages.isEmpty()) {
            advice.add(LibraryAdvice.add());
        }
        return Stream.concat(Stream.of(ReasonPhrase.join(phrases, "; ")), advice.stream())
                .collect(Collectors.joining("; "));
    }

    private void add(BundleRequirement requirement) {
        String verb = RequirementText.verb(requirement);
        String wanted = RequirementText.of(requirement);
        phrases.add(
                verb.isEmpty()
                        ? new ReasonPhrase("", wanted + ending(requirement), "")
                        : new ReasonPhrase(verb, wanted.substring(verb.length() + 1), ending(requirement)));
    }

    private String ending(BundleRequirement requirement) {
        List<String> platform = PlatformMismatch.words(requirement, providers.wiring());
        if (!platform.isEmpty()) {
            return ", and " + String.join("; ", platform);
        }
        if (BundleProviders.isOfABundle(requirement)) {
            StringJoiner versions = new StringJoiner(" and ", ", but it is there in version ", "")
                    .setEmptyValue(", which nothing provides");
            providers
                    .named(requirement)
                    .forEach(other ->
                            versions.add(other.getRevision().getVersion().toString()));
            return versions.toString();
        }
        if (!PackageNamespace.PACKAGE_NAMESPACE.equals(requirement.getNamespace())) {
            absent.add(RequirementText.name(requirement));
            return ", which nothing provides"
                    + (RequirementText.isOfServiceLoader(requirement) ? ": " + LibraryAdvice.provider() : "");
        }
        List<BundleCapability> others = providers.exports(requirement);
        if (others.isEmpty()) {
            return absence(RequirementText.name(requirement));
        }
        StringJoiner exporters = new StringJoiner(", ", ", but ", "");
        for (BundleCapability other : others) {
            exporters.add(RequirementText.provider(other.getRevision().getBundle()) + " exports version "
                    + other.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE));
        }
        return exporters
                + LibraryAdvice.otherApi(RequirementText.name(requirement))
                        .map(advice -> "; " + advice)
                        .orElse("");
    }

    /** No bundle exports the package. Some libraries are bundles that export a part only of what their users need. */
    private String absence(String packageName) {
        Optional<Bundle> holder = providers.holding(packageName).stream()
                .filter(one -> !one.equals(bundle))
                .findFirst();
        if (holder.isPresent()) {
            return ", which " + holder.get().getSymbolicName() + " "
                    + holder.get().getVersion() + " has and does not export: carry that library in the bundle";
        }
        packages.add(packageName);
        absent.add(packageName);
        return ", which no bundle exports";
    }
}
