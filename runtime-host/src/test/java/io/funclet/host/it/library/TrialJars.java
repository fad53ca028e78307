package io.funclet.host.it.library;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jars of libraries with all that they need, as Maven resolves them: from its local repository, else by the network. */
final class TrialJars {

    private static final String HEAD = """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>trial</groupId>
              <artifactId>%s</artifactId>
              <version>1</version>
              <packaging>%s</packaging>
            """;

    private final Path directory;
    private final Map<String, List<Path>> jars = new HashMap<>();

    /** Asks Maven once, for all of them. */
    TrialJars(Path directory, List<TrialLibrary> libraries) throws Exception {
        this.directory = directory;
        for (TrialLibrary library : libraries) {
            write(
                    library.name(),
                    HEAD.formatted(library.name(), "jar") + "<dependencies>"
                            + library.coordinates().stream()
                                    .map(TrialJars::dependency)
                                    .collect(Collectors.joining("\n"))
                            + "</dependencies></project>");
        }
        write(
                ".",
                HEAD.formatted("libraries", "pom") + "<modules>"
                        + libraries.stream()
                                .map(library -> "<module>" + library.name() + "</module>")
                                .collect(Collectors.joining("\n"))
                        + "</modules></project>");
        if (!maven("-o")) {
            maven("-U");
        }
        for (TrialLibrary library : libraries) {
            Path written = directory.resolve(library.name()).resolve("class-path");
            if (Files.exists(written)) {
                jars.put(
                        library.name(),
                        Stream.of(Files.readString(written).strip().split(File.pathSeparator))
                                .map(Path::of)
                                .toList());
            }
        }
    }

    /** The library's own first. */
    List<Path> of(TrialLibrary library) throws IOException {
        List<Path> found = jars.get(library.name());
        if (found == null) {
            throw new IOException("Maven does not find " + library.coordinates() + ", see " + directory + "/maven.log");
        }
        return found;
    }

    private void write(String module, String pom) throws IOException {
        Path file = directory.resolve(module).resolve("pom.xml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, pom);
    }

    private static String dependency(String coordinates) {
        String[] parts = coordinates.split(":");
        return "<dependency><groupId>" + parts[0] + "</groupId><artifactId>" + parts[1] + "</artifactId><version>"
                + parts[2] + "</version>"
                + (parts.length > 3 ? "<classifier>" + parts[3] + "</classifier>" : "") + "</dependency>";
    }

    private boolean maven(String mode) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("trial.maven"), "bin", "mvn").toString(),
                "-B",
                "-q",
                "-fae",
                mode,
                "-Dmaven.repo.local=" + System.getProperty("trial.repository"),
                "org.apache.maven.plugins:maven-dependency-plugin:" + System.getProperty("trial.plugin")
                        + ":build-classpath",
                "-DincludeScope=runtime",
                "-Dmdep.outputFile=class-path"));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("maven.log").toFile())
                .start();
        return process.waitFor() == 0;
    }
}
