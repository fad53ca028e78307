package io.funclet.host.deploy.classpath;

import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.framework.plain.PlainJar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** Which packages of a plain jar are not used, because a bundle or the runtime has them. */
public final class ForeignPackages {

    private static final int MOST_NAMED = 3;

    private static final String RUNTIME = "the runtime";

    private ForeignPackages() {}

    /**
     * In words; empty if all of its packages are used.
     *
     * @param classPath the bundle that it is a part of; resolved
     */
    public static String words(Bundle classPath, StagedJar jar) {
        BundleWiring wiring = classPath.adapt(BundleWiring.class);
        Map<String, Set<String>> byProvider = new TreeMap<>();
        if (wiring != null) {
            for (BundleWire wire : wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)) {
                Object name = wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE);
                if (name instanceof String text && jar.plain().packages().contains(text)) {
                    byProvider
                            .computeIfAbsent(name(wire.getProvider().getBundle()), provider -> new TreeSet<>())
                            .add(text);
                }
            }
        }
        List<String> phrases = new ArrayList<>();
        byProvider.forEach((provider, packages) -> phrases.add(some(packages) + " of " + provider));
        String used =
                phrases.isEmpty() ? "" : "in place of its own packages, it uses " + String.join(", and ", phrases);
        Set<String> kept = new TreeSet<>(jar.plain().packages());
        kept.removeIf(name ->
                !PlainJar.isOfTheRuntime(name) || byProvider.values().stream().anyMatch(taken -> taken.contains(name)));
        String hidden =
                kept.isEmpty() ? "" : "others do not see its " + some(kept) + ", as only the runtime exports such";
        return Stream.of(used, hidden, unexported(classPath, wiring, jar))
                .filter(phrase -> !phrase.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** What the jar uses of bundles, and they keep to themselves: it fails when it is needed. */
    private static String unexported(Bundle classPath, BundleWiring wiring, StagedJar jar) {
        BundleContext context = classPath.getBundleContext();
        if (wiring == null || context == null) {
            return "";
        }
        Set<String> missing = new TreeSet<>(jar.plain().mentions());
        Stream.concat(
                        wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream(),
                        wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE).stream()
                                .map(BundleWire::getCapability))
                .forEach(known -> missing.remove(known.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)));
        List<String> phrases = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            Set<String> held = new TreeSet<>(missing);
            held.removeIf(name -> bundle.equals(classPath)
                    || bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID
                    || bundle.getEntryPaths(name.replace('.', '/')) == null);
            if (!held.isEmpty()) {
                phrases.add("it uses " + some(held) + ", which " + name(bundle)
                        + " has and does not export: carry both in the function's bundle");
            }
        }
        return String.join("; ", phrases);
    }

    private static String name(Bundle provider) {
        return provider.getBundleId() == Constants.SYSTEM_BUNDLE_ID
                ? RUNTIME
                : provider.getSymbolicName() + " " + provider.getVersion();
    }

    private static String some(Set<String> packages) {
        int left = packages.size() - MOST_NAMED;
        return packages.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (left > 0 ? " and " + left + " more" : "");
    }
}
