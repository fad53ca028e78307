package io.funclet.host.framework.requirement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Packages of Java EE, which Jakarta EE 9 renamed: {@code javax.inject} is now {@code jakarta.inject}. A bundle that needs
 * the one has no use for the other.
 */
public final class RenamedPackages {

    private static final String OLD = "javax.";
    private static final String NEW = "jakarta.";

    private RenamedPackages() {}

    /**
     * What to do about missing packages that are there by their other name; empty if none is.
     *
     * @param exporter the one that exports a package; empty if none does
     */
    public static Optional<String> advice(Collection<String> missing, Function<String, Optional<String>> exporter) {
        Map<String, List<String>> byExporter = new TreeMap<>();
        for (String name : missing) {
            otherName(name)
                    .flatMap(exporter)
                    .ifPresent(one -> byExporter
                            .computeIfAbsent((name.startsWith(NEW) ? OLD : NEW) + " " + one, it -> new ArrayList<>())
                            .add(name));
        }
        return byExporter.isEmpty()
                ? Optional.empty()
                : Optional.of(byExporter.entrySet().stream()
                        .map(entry -> words(
                                entry.getValue(),
                                entry.getKey().substring(entry.getKey().indexOf(' ') + 1)))
                        .collect(Collectors.joining("; ")));
    }

    private static String words(List<String> missing, String exporter) {
        List<String> there =
                missing.stream().flatMap(name -> otherName(name).stream()).toList();
        boolean isNew = there.get(0).startsWith(NEW);
        boolean isOne = missing.size() == 1;
        String wanted = PackageReferences.some(missing);
        String other = PackageReferences.some(there);
        return (isNew ? wanted : other) + (isOne ? " was" : " were") + " renamed to " + (isNew ? other : wanted)
                + ", and only the " + (isNew ? "new" : "old") + (isOne ? " name is" : " names are") + " there, from "
                + exporter + ": build against " + (isOne ? "it" : "them") + ", or put a bundle that exports " + wanted
                + " beside the jar";
    }

    private static Optional<String> otherName(String name) {
        if (name.startsWith(NEW)) {
            return Optional.of(OLD + name.substring(NEW.length()));
        }
        return name.startsWith(OLD) ? Optional.of(NEW + name.substring(OLD.length())) : Optional.empty();
    }

    /** The name of the first resolved bundle that exports a package. */
    public static Optional<String> exporter(Stream<Bundle> bundles, String packageName) {
        return bundles.filter(bundle -> exports(bundle, packageName))
                .map(RequirementText::provider)
                .findFirst();
    }

    private static boolean exports(Bundle bundle, String packageName) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring != null
                && wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                        .anyMatch(capability ->
                                packageName.equals(capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)));
    }
}
