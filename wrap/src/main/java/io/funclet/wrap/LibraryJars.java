package io.funclet.wrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The libraries of a function.
 *
 * @param carried those that travel in the bundle, by file name, in their order
 * @param leftOut those that the runtime has
 */
record LibraryJars(Map<String, Path> carried, List<Path> leftOut) {

    /** A class of each thing that the runtime brings. A copy of it in a bundle would be another class, or log nowhere. */
    private static final List<String> OF_THE_RUNTIME = List.of(
            "io/funclet/api/FunctionHandler.class",
            "org/slf4j/LoggerFactory.class",
            "org/osgi/framework/Bundle.class",
            "org/osgi/service/component/ComponentContext.class",
            "org/osgi/service/component/annotations/Component.class",
            "org/osgi/annotation/bundle/Requirement.class",
            "org/osgi/annotation/versioning/Version.class");

    static LibraryJars of(WrapArguments arguments) throws IOException, WrapException {
        Map<String, Path> carried = new LinkedHashMap<>();
        List<Path> leftOut = new ArrayList<>();
        for (Path library : arguments.libraries()) {
            for (Path jar : jarsOf(library)) {
                if (Files.isSameFile(jar, arguments.function())) {
                    continue;
                }
                if (isOfTheRuntime(jar)) {
                    leftOut.add(jar);
                    continue;
                }
                Path other = carried.putIfAbsent(jar.getFileName().toString(), jar);
                if (other != null && !Files.isSameFile(other, jar)) {
                    throw new WrapException(
                            "two libraries have one file name, " + other + " and " + jar + ": rename one of them");
                }
            }
        }
        return new LibraryJars(carried, leftOut);
    }

    private static List<Path> jarsOf(Path library) throws IOException, WrapException {
        if (!Files.isDirectory(library)) {
            return List.of(library);
        }
        try (Stream<Path> files = Files.list(library)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            if (jars.isEmpty()) {
                throw new WrapException("there is no jar in " + library + ", which --with names");
            }
            return jars;
        }
    }

    private static boolean isOfTheRuntime(Path jar) throws IOException, WrapException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            Optional<String> found = OF_THE_RUNTIME.stream()
                    .filter(name -> zip.getEntry(name) != null)
                    .findFirst();
            return found.isPresent();
        } catch (ZipException e) {
            throw new WrapException("the library " + jar + " is not a complete jar: " + e.getMessage());
        }
    }
}
