package io.funclet.host.deploy.classpath;

import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.framework.plain.PlainJar;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/**
 * The packages of plain jars of which a bundle has some classes, and not all. Scala 3 is such a case: its library adds classes
 * to packages of the library of Scala 2, which is a bundle. To import such a package would hide what the plain jar adds.
 */
final class SplitPackages {

    private static final String CLASS = ".class";

    private final Collection<StagedJar> jars;

    /** The classes of the plain jars by package; {@code null} until they are needed. */
    private Map<String, Set<String>> classes;

    /** By package. */
    private final Map<String, BundleCapability> providers = new TreeMap<>();

    /**
     * Finds them.
     *
     * @param bundles the bundles beside the jars; a later one goes before an earlier one
     * @throws IOException if a jar cannot be read
     */
    SplitPackages(Collection<StagedJar> jars, Collection<Bundle> bundles) throws IOException {
        this.jars = jars;
        Set<String> packages = new HashSet<>();
        jars.forEach(jar -> packages.addAll(jar.plain().packages()));
        packages.removeIf(PlainJar::isOfTheRuntime);
        for (Bundle bundle : bundles) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision != null) {
                for (BundleCapability export : revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE)) {
                    add(packages, export, bundle);
                }
            }
        }
    }

    private void add(Set<String> packages, BundleCapability export, Bundle bundle) throws IOException {
        String name = String.valueOf(export.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE));
        if (!packages.contains(name)) {
            return;
        }
        if (classes().getOrDefault(name, Set.of()).stream().allMatch(path -> bundle.getEntry(path) != null)) {
            providers.remove(name);
        } else {
            providers.put(name, export);
        }
    }

    private Map<String, Set<String>> classes() throws IOException {
        if (classes == null) {
            classes = new HashMap<>();
            for (StagedJar jar : jars) {
                try (ZipFile zip = new ZipFile(jar.copy().toFile())) {
                    zip.stream()
                            .map(entry -> entry.getName())
                            .filter(path -> path.endsWith(CLASS) && path.indexOf('/') > 0)
                            .forEach(path -> classes.computeIfAbsent(
                                            path.substring(0, path.lastIndexOf('/'))
                                                    .replace('/', '.'),
                                            any -> new HashSet<>())
                                    .add(path));
                }
            }
        }
        return classes;
    }

    Set<String> names() {
        return providers.keySet();
    }

    /** The version of a package, which is that of the bundle: its classes go before those of the jar. */
    Optional<Version> version(String packageName) {
        return Optional.ofNullable(providers.get(packageName))
                .map(export -> export.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE)
                                instanceof Version version
                        ? version
                        : Version.emptyVersion);
    }

    /** The symbolic names of the bundles. */
    Set<String> bundles() {
        Set<String> names = new HashSet<>();
        providers.values().forEach(export -> names.add(export.getRevision().getSymbolicName()));
        return names;
    }
}
