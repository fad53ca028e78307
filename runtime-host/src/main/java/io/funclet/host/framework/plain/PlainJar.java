package io.funclet.host.framework.plain;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.osgi.framework.Version;

/**
 * What a jar without OSGi headers has.
 *
 * @param name from its module name, its Maven coordinates or its file name; has the form of a symbolic name
 * @param version from its Maven coordinates, its manifest or its file name
 * @param packages its packages with classes or resources, also those for the running version of Java
 * @param mentions the packages that its classes mention, without those of {@code java}
 * @param services the names of the services for which it has a file in {@code META-INF/services}
 * @param nested the entries that are jars, and go on the class path, too
 * @param fault why it is no library, in words; empty if it is one
 */
public record PlainJar(
        String name,
        Version version,
        SortedSet<String> packages,
        SortedSet<String> mentions,
        SortedSet<String> services,
        List<String> nested,
        Optional<String> fault) {

    /** The packages of SLF4J that the runtime exports. */
    private static final Set<String> SLF4J =
            Set.of("org.slf4j", "org.slf4j.event", "org.slf4j.helpers", "org.slf4j.spi");

    /** Whether the runtime has the package for all bundles: a private copy would be another one. */
    public static boolean isOfTheRuntime(String packageName) {
        return (packageName + ".").startsWith("io.funclet.api.")
                || packageName.startsWith("org.osgi.")
                || packageName.startsWith("java.")
                || SLF4J.contains(packageName);
    }
}
