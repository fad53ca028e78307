package io.funclet.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.security.CodeSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The libraries of the runtime on the class path of the tests. A dependency of the project may have brought older ones, with
 * which the runtime fails somewhere, for a reason that tells nothing.
 */
final class LibraryVersions {

    private static final Pattern JAR = Pattern.compile(".*/[^/]+?-(\\d[^/]*)\\.jar");

    private LibraryVersions() {}

    /** @throws IllegalStateException if a library is missing or too old; the message says what to do */
    static void check() {
        Properties needed = new Properties();
        try (InputStream in = LibraryVersions.class.getResourceAsStream("libraries.properties")) {
            needed.load(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ClassLoader loader = LibraryVersions.class.getClassLoader();
        List<String> faults = needed.stringPropertyNames().stream()
                .sorted()
                .flatMap(type -> fault(type, needed.getProperty(type), loader).stream())
                .toList();
        if (!faults.isEmpty()) {
            throw new IllegalStateException("the class path of the tests has " + String.join(", ", faults)
                    + ": name the versions that are needed in <dependencyManagement>; mvn dependency:tree shows what asks"
                    + " for others");
        }
    }

    /**
     * What is there instead.
     *
     * @param type a class of the library
     * @param needed its coordinates
     */
    static Optional<String> fault(String type, String needed, ClassLoader loader) {
        String place;
        try {
            CodeSource source =
                    Class.forName(type, false, loader).getProtectionDomain().getCodeSource();
            place = source == null ? "" : source.getLocation().getPath();
        } catch (ClassNotFoundException | LinkageError none) {
            return Optional.of("no " + needed);
        }
        Matcher jar = JAR.matcher(place);
        String least = needed.substring(needed.lastIndexOf(':') + 1);
        // What is no jar of a repository tells no version.
        return jar.matches() && Version.parse(jar.group(1)).compareTo(Version.parse(least)) < 0
                ? Optional.of(place.substring(place.lastIndexOf('/') + 1) + " where " + needed + " is needed")
                : Optional.empty();
    }
}
