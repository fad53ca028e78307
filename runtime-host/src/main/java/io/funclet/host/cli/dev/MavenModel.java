package io.funclet.host.cli.dev;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * What a Maven project is made of, as the extension of Maven has reported it.
 *
 * @param properties its report
 */
record MavenModel(Properties properties) {

    private static final String PROCESSORS = "META-INF/services/javax.annotation.processing.Processor";

    private static final String FORMAT = "2";

    static MavenModel read(Path report) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(report)) {
            properties.load(in);
        }
        return new MavenModel(properties);
    }

    private List<Path> paths(String key) {
        return Stream.of(properties.getProperty(key, "").split(File.pathSeparator))
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .toList();
    }

    List<Path> classPath() {
        return paths("classpath");
    }

    List<Path> sources() {
        return paths("sources");
    }

    /** The jars of the project's own Kotlin compiler; none without Kotlin. */
    List<Path> kotlinCompiler() {
        return paths("kotlin.compiler");
    }

    /** Where the Kotlin compiler looks, for Java, too. */
    List<Path> kotlinSources() {
        return paths("kotlin.sources");
    }

    List<String> kotlinOptions() {
        return properties.getProperty("kotlin.arguments", "").lines().toList();
    }

    List<Path> resources() {
        return paths("resources");
    }

    /** Its pom, and those of parents beside it. */
    List<Path> poms() {
        return paths("poms");
    }

    /** The files with instructions for bnd. */
    List<Path> instructions() {
        return properties.stringPropertyNames().stream()
                .filter(key -> key.startsWith("bnd.file."))
                .map(key -> Path.of(properties.getProperty(key)))
                .toList();
    }

    Path artifact() throws BuildException {
        String artifact = properties.getProperty("artifact");
        if (artifact == null) {
            throw new BuildException("the project packages no jar: name the directory of a module that has functions");
        }
        return Path.of(artifact);
    }

    /** Whether all that it names is there, no pom is newer than the report, and this Funclet has written it. */
    boolean isStill(Path report) throws IOException {
        if (!FORMAT.equals(properties.getProperty("format"))) {
            return false;
        }
        for (Path pom : poms()) {
            if (!Files.exists(pom)
                    || Files.getLastModifiedTime(pom).compareTo(Files.getLastModifiedTime(report)) >= 0) {
                return false;
            }
        }
        return Stream.of(classPath(), paths("buildpath"), kotlinCompiler())
                .flatMap(List::stream)
                .allMatch(Files::exists);
    }

    /** Why only Maven can build it; empty if javac and bnd can. */
    Optional<String> obstacle() throws IOException {
        String reported = properties.getProperty("obstacle");
        if (reported != null) {
            return Optional.of(reported);
        }
        for (Path source : sources()) {
            if (Files.exists(source.resolve("module-info.java"))) {
                return Optional.of("it has a module-info.java");
            }
        }
        for (Path jar : classPath()) {
            if (Files.isRegularFile(jar)) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    if (zip.getEntry(PROCESSORS) != null) {
                        return Optional.of(jar.getFileName() + " has an annotation processor");
                    }
                }
            }
        }
        return Optional.empty();
    }

    Charset encoding() {
        try {
            return Charset.forName(properties.getProperty("encoding", "UTF-8"));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    /** The options of javac. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        if (properties.containsKey("release")) {
            options.addAll(List.of("--release", properties.getProperty("release")));
        } else {
            for (String key : List.of("source", "target")) {
                if (properties.containsKey(key)) {
                    options.addAll(List.of("-" + key, properties.getProperty(key)));
                }
            }
        }
        properties.getProperty("arguments", "").lines().forEach(options::add);
        return options;
    }
}
