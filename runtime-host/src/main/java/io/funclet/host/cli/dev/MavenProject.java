package io.funclet.host.cli.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A project with a {@code pom.xml}. Maven builds it once for each {@code pom.xml}, and says what it is made of. After that,
 * its compilers and bnd build it in this process, or Maven again if they cannot.
 */
final class MavenProject implements DevProject {

    private static final String OWN_DIRECTORY = "target/funclet-dev";

    private final Path base;
    private final Path work;
    private final Path report;
    private final MavenBuild maven;
    private final BundleMaker bundles;
    private final Consumer<String> remarks;

    /** {@code null} before Maven has succeeded, and after a change of the pom. */
    private MavenModel model;

    private Optional<String> obstacle = Optional.empty();

    /** {@code null} before the first build by it. */
    private SourceCompiler compiler;

    /** {@code null} before the first build by it. */
    private KotlinCompiler kotlin;

    MavenProject(Path base, Path work, Distribution distribution, BundleMaker bundles, Consumer<String> remarks)
            throws IOException {
        this.base = base;
        this.work = work;
        this.report = base.resolve(OWN_DIRECTORY).resolve("report.properties");
        this.maven = new MavenBuild(base, report, distribution.mavenExtension());
        this.bundles = bundles;
        this.remarks = remarks;
        if (Files.exists(report)) {
            MavenModel former = MavenModel.read(report);
            if (former.isStill(report)) {
                use(former);
            }
        }
    }

    private Path pom() {
        return base.resolve("pom.xml");
    }

    private void use(MavenModel read) throws IOException {
        close();
        model = read;
        obstacle = read.obstacle();
        obstacle.ifPresent(reason -> remarks.accept("mvn package builds each change, because " + reason));
    }

    @Override
    public String description() {
        return "a Maven project";
    }

    @Override
    public List<Path> inputs() {
        List<Path> inputs = new ArrayList<>(List.of(pom(), base.resolve("bnd.bnd"), base.resolve("src/main")));
        if (model != null) {
            inputs.addAll(model.instructions());
            inputs.addAll(model.poms());
            // Of other places than usual.
            Stream.of(model.sources(), model.kotlinSources(), model.resources())
                    .flatMap(List::stream)
                    .filter(this::isElsewhere)
                    .distinct()
                    .forEach(inputs::add);
        }
        return inputs;
    }

    private boolean isElsewhere(Path directory) {
        return !directory.startsWith(base.resolve("src/main")) && !directory.startsWith(base.resolve("target"));
    }

    @Override
    public Collection<Path> sources() throws IOException {
        Set<Path> sources = new TreeSet<>();
        if (model == null) {
            sources.addAll(SourceTree.files(base.resolve("src/main")));
        } else {
            sources.addAll(files(model.sources()));
            sources.addAll(files(model.kotlinSources()));
        }
        return sources;
    }

    private static List<Path> files(List<Path> roots) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path root : roots) {
            files.addAll(SourceTree.files(root));
        }
        return files;
    }

    @Override
    public List<String> build(Set<Path> changed, Path output) throws BuildException, IOException, InterruptedException {
        if (changed.contains(pom()) || model != null && model.poms().stream().anyMatch(changed::contains)) {
            model = null;
        }
        if (model == null || obstacle.isPresent()) {
            if (model == null) {
                remarks.accept("mvn package, to learn what pom.xml says");
            }
            maven.run();
            if (model == null) {
                use(MavenModel.read(report));
            }
            if (obstacle.isPresent()) {
                Files.copy(model.artifact(), output, StandardCopyOption.REPLACE_EXISTING);
                return List.of();
            }
            // Else the first bundle is made as all later ones are.
        }
        Path classes = work.resolve("classes").resolve("main");
        SourceTree.delete(classes);
        Files.createDirectories(classes);
        for (Path resources : model.resources()) {
            for (Path file : SourceTree.files(resources)) {
                SourceTree.copy(file, resources, classes);
            }
        }
        boolean hasKotlin = compileKotlin(classes);
        List<Path> sources =
                files(model.sources()).stream().filter(SourceTree::isJava).toList();
        if (!hasKotlin || !sources.isEmpty()) {
            compileJava(sources, classes);
        }
        return bundles.make(
                List.of("report", report.toString(), "classes", classes.toString(), "output", output.toString()));
    }

    /** As Maven does it: before the Java sources, which it reads. Returns whether there is anything to compile. */
    private boolean compileKotlin(Path classes) throws BuildException, IOException {
        List<Path> sources = files(model.kotlinSources()).stream()
                .filter(file -> SourceTree.isKotlin(file) || SourceTree.isJava(file))
                .toList();
        if (sources.stream().noneMatch(SourceTree::isKotlin)) {
            return false;
        }
        if (kotlin == null) {
            remarks.accept("the Kotlin compiler of the project starts: later builds take less time");
            kotlin = new KotlinCompiler(base, model.kotlinCompiler());
        }
        kotlin.compile(sources, model.classPath(), model.kotlinOptions(), classes);
        return true;
    }

    private void compileJava(List<Path> sources, Path classes) throws BuildException, IOException {
        if (compiler == null) {
            List<Path> classPath = new ArrayList<>(model.classPath());
            // What the Kotlin compiler has made.
            classPath.add(classes);
            compiler = SourceCompiler.of(base, classPath, model.encoding());
        }
        compiler.compile(sources, model.options(), classes);
    }

    @Override
    public void close() throws IOException {
        if (compiler != null) {
            compiler.close();
            compiler = null;
        }
        if (kotlin != null) {
            kotlin.close();
            kotlin = null;
        }
    }
}
