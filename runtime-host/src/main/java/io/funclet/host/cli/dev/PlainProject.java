package io.funclet.host.cli.dev;

import io.funclet.host.config.load.ServeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A directory of {@code .java} files without a build. The bundle is that of {@code funclet wrap}: it carries the jars of
 * {@code lib}, and the other files of directories with sources.
 */
final class PlainProject implements DevProject {

    private final Path base;
    private final Path work;
    private final Distribution distribution;
    private final BundleMaker bundles;
    private final String name;

    /** {@code null} before the first build, and after a change of libraries. */
    private SourceCompiler compiler;

    PlainProject(Path base, Path work, Distribution distribution, BundleMaker bundles) {
        this.base = base;
        this.work = work;
        this.distribution = distribution;
        this.bundles = bundles;
        this.name = symbolicName(base);
    }

    private static String symbolicName(Path base) {
        String name = base.getFileName() == null ? "" : base.getFileName().toString();
        String allowed = name.replaceAll("[^\\w-]+", "_");
        return allowed.isEmpty() ? "functions" : allowed;
    }

    @Override
    public String description() {
        return "a directory without a build file";
    }

    @Override
    public List<Path> inputs() {
        return List.of(base);
    }

    @Override
    public Collection<Path> sources() throws IOException {
        Set<Path> sources = new TreeSet<>();
        SourceTree.walk(base, true, (path, attributes) -> {
            if (!attributes.isDirectory() && SourceTree.isJava(path)) {
                sources.add(path);
            }
        });
        return sources;
    }

    @Override
    public List<String> build(Set<Path> changed, Path output) throws BuildException, IOException {
        List<Path> libraries = libraries();
        if (changed.stream().anyMatch(path -> path.toString().endsWith(".jar"))) {
            close();
        }
        if (compiler == null) {
            List<Path> classPath = new ArrayList<>(distribution.platform());
            classPath.addAll(distribution.annotations());
            classPath.addAll(libraries);
            compiler = SourceCompiler.of(base, classPath, StandardCharsets.UTF_8);
        }
        Collection<Path> sources = sources();
        if (sources.isEmpty()) {
            throw new BuildException("there is no .java file in " + base + " yet");
        }
        Path classes = work.resolve("classes").resolve(name);
        SourceTree.delete(classes);
        Files.createDirectories(classes);
        copyResources(sources, classes);
        compiler.compile(sources, List.of("-parameters"), classes);
        List<String> arguments = new ArrayList<>(
                List.of("function", classes.toString(), "output", output.toString(), "name", name, "version", "1.0.0"));
        libraries.forEach(jar -> arguments.addAll(List.of("library", jar.toString())));
        for (Path jar : distribution.platform()) {
            arguments.addAll(List.of("platform", jar.toString()));
        }
        List<String> remarks = new ArrayList<>(bundles.make(arguments));
        remarks.removeIf(remark -> remark.startsWith("carries "));
        return remarks;
    }

    private void copyResources(Collection<Path> sources, Path classes) throws IOException {
        Set<Path> directories = new HashSet<>();
        sources.forEach(source -> directories.add(source.getParent()));
        for (Path directory : directories) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(
                    directory,
                    file -> Files.isRegularFile(file)
                            && SourceTree.isOfTheAuthor(file)
                            // The configuration may have secrets.
                            && !file.equals(base.resolve(ServeConfig.FILE_NAME))
                            && !file.toString().matches(".*\\.(java|jar|class)"))) {
                for (Path file : files) {
                    SourceTree.copy(file, base, classes);
                }
            }
        }
    }

    private List<Path> libraries() throws IOException {
        List<Path> libraries = new ArrayList<>();
        if (Files.isDirectory(base.resolve("lib"))) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(base.resolve("lib"), "*.jar")) {
                jars.forEach(libraries::add);
            }
        }
        libraries.sort(null);
        return libraries;
    }

    @Override
    public void close() throws IOException {
        if (compiler != null) {
            compiler.close();
            compiler = null;
        }
    }
}
