package io.funclet.host.deploy.classpath;

import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.framework.isolation.ClassPathBundles;
import io.funclet.host.framework.plain.PlainJar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * The manifest of a class path. It exports each package of its jars, and offers the services of their files in
 * {@code META-INF/services}. It imports the same packages and all that its classes mention, as far as they are there: so a
 * package of a bundle replaces its own. If the bundle has only a part of a package, the bundle's classes go before its own.
 */
final class ClassPathManifest {

    private final List<StagedJar> jars;
    private final SplitPackages split;

    ClassPathManifest(List<StagedJar> jars, SplitPackages split) {
        this.jars = jars;
        this.split = split;
    }

    Manifest of(Version version, List<String> classPath) {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, ClassPathBundles.symbolicName());
        headers.putValue(Constants.BUNDLE_VERSION, version.toString());
        headers.putValue(Constants.BUNDLE_CLASSPATH, String.join(",", classPath));
        put(headers, Constants.EXPORT_PACKAGE, exports());
        put(headers, Constants.IMPORT_PACKAGE, imports());
        put(headers, Constants.REQUIRE_BUNDLE, requirements());
        put(headers, Constants.PROVIDE_CAPABILITY, services());
        return manifest;
    }

    private static void put(Attributes headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.putValue(name, value);
        }
    }

    /** With the version of the first jar that has a package: as on a class path, its classes come first. */
    private String exports() {
        Set<String> exported = new HashSet<>();
        List<String> clauses = new ArrayList<>();
        for (StagedJar jar : jars) {
            String packages = jar.plain().packages().stream()
                    .filter(name ->
                            !PlainJar.isOfTheRuntime(name) && !split.names().contains(name) && exported.add(name))
                    .collect(Collectors.joining(";"));
            if (!packages.isEmpty()) {
                clauses.add(packages + ";version=\"" + jar.version() + "\"");
            }
        }
        for (String name : split.names()) {
            clauses.add(
                    name + ";version=\"" + split.version(name).orElseThrow() + "\";" + ClassPathBundles.splitMark());
        }
        return String.join(",", clauses);
    }

    /** Of a split package, the framework asks the required bundle for a class first, and then the jars. */
    private String requirements() {
        return split.bundles().stream()
                .map(name -> name + ";resolution:=optional")
                .collect(Collectors.joining(","));
    }

    /** For bundles that require a provider of a service (OSGi Compendium, chapter 133). {@code ServiceLoader} needs none. */
    private String services() {
        Set<String> services = new TreeSet<>();
        jars.forEach(jar -> services.addAll(jar.plain().services()));
        // Functions use the runtime's provider.
        services.removeIf(name -> name.startsWith("org.slf4j."));
        return services.stream()
                .map(name -> "osgi.serviceloader;osgi.serviceloader=\"" + name + '"')
                .collect(Collectors.joining(","));
    }

    private String imports() {
        Set<String> imported = new TreeSet<>();
        for (StagedJar jar : jars) {
            imported.addAll(jar.plain().packages());
            imported.addAll(jar.plain().mentions());
        }
        imported.removeIf(name -> name.startsWith("java.") || split.names().contains(name));
        return imported.isEmpty() ? "" : String.join(";", imported) + ";resolution:=optional";
    }
}
