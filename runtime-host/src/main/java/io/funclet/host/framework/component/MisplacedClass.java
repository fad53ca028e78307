package io.funclet.host.framework.component;

import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** Finds a class in a jar at a place that its {@code Bundle-ClassPath} does not cover. */
final class MisplacedClass {

    private static final String ROOT = ".";

    private final Bundle bundle;
    private final List<String> classPath;

    /** @param bundle a resolved bundle */
    MisplacedClass(Bundle bundle) {
        this.bundle = bundle;
        String header = bundle.getHeaders("").get(Constants.BUNDLE_CLASSPATH);
        this.classPath = Stream.of((header == null ? ROOT : header).split(","))
                .map(element -> element.replaceFirst(";.*", "").strip().replaceAll("^/|/$", ""))
                .toList();
    }

    /** A phrase about a class that was not found; empty if it is not in the jar outside of libraries. */
    Optional<String> words(String className) {
        String file = className.replace('.', '/') + ".class";
        var found = bundle.findEntries("/", file.substring(file.lastIndexOf('/') + 1), true);
        return (found == null ? List.<URL>of() : Collections.list(found))
                .stream()
                        .map(URL::getPath)
                        .filter(path -> path.endsWith("/" + file) && !path.startsWith("/META-INF/"))
                        .map(path -> path.substring(1, Math.max(1, path.length() - file.length() - 1)))
                        .flatMap(directory -> place(directory.isEmpty() ? ROOT : directory).stream())
                        .findFirst();
    }

    private Optional<String> place(String directory) {
        if (!classPath.contains(directory)) {
            return Optional.of(
                    directory.equals(ROOT)
                            ? "is in the jar, but " + Constants.BUNDLE_CLASSPATH
                                    + " lacks the entry \".\", which stands for" + " the classes of the jar itself"
                            : "is in the directory " + directory + " of the jar, which " + Constants.BUNDLE_CLASSPATH
                                    + " does not name");
        }
        // A class there would have been found. Not by getEntry: Felix invents entries for directories.
        return directory.equals(ROOT)
                ? Optional.empty()
                : Optional.of("is in the directory " + directory + " of the jar, which " + Constants.BUNDLE_CLASSPATH
                        + " names, but the zip file has no entry for the directory itself, and the framework skips it:"
                        + " pack the jar with directory entries");
    }

    /** A phrase about a library that the header names and the jar lacks; empty if there is none. */
    Optional<String> missingLibrary() {
        return classPath.stream()
                .filter(element -> !element.equals(ROOT) && bundle.findEntries("/" + element, "*", false) == null)
                .filter(element -> bundle.getEntry(element) == null)
                .findFirst()
                .map(element -> Constants.BUNDLE_CLASSPATH + " names " + element + ", which is not in the jar");
    }
}
