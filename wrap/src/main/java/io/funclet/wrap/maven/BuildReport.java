package io.funclet.wrap.maven;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.eventspy.AbstractEventSpy;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.Resource;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Writes what the build of one project is made of into the file that the property {@code funclet.report} names, as
 * properties, once the project is built. Maven makes it by {@code components.xml}, and calls it on its own thread.
 *
 * <p>Keys: {@code format}, {@code classpath} and {@code buildpath} (of javac and of bnd), {@code sources}, {@code resources}, {@code poms} (each
 * separated as paths), {@code base}, {@code artifact}, {@code release}, {@code source}, {@code target}, {@code encoding},
 * {@code arguments} (one a line), those of {@link KotlinReport}, {@code bnd.file.N} and {@code bnd.text.N} (instructions, the outermost parent first), {@code
 * obstacle} (why only Maven can build it; missing if others can), and {@code property.NAME} for those of the project.
 */
public final class BuildReport extends AbstractEventSpy {

    private static final String BND = "bnd-maven-plugin:bnd-process";
    private static final String COMPILE = "maven-compiler-plugin:compile";
    private static final String COMPILE_KOTLIN = "kotlin-maven-plugin:compile";

    /** Part of each build with Kotlin, and without effect unless it has processors. */
    private static final String KAPT = "kotlin-maven-plugin:kapt";

    /** Goals that another compiler and bnd replace, and such that change nothing in the bundle. */
    private static final Set<String> REPLACEABLE = Set.of(
            BND,
            COMPILE,
            COMPILE_KOTLIN,
            "kotlin-maven-plugin:test-compile",
            KAPT,
            "kotlin-maven-plugin:test-kapt",
            "maven-resources-plugin:resources",
            "maven-resources-plugin:testResources",
            "maven-compiler-plugin:testCompile",
            "maven-surefire-plugin:test",
            "maven-jar-plugin:jar",
            "maven-source-plugin:jar-no-fork",
            "maven-enforcer-plugin:enforce",
            "maven-clean-plugin:clean",
            "maven-dependency-plugin:copy-dependencies",
            "spotless-maven-plugin:check",
            "spotless-maven-plugin:apply",
            "maven-checkstyle-plugin:check",
            "jacoco-maven-plugin:prepare-agent");

    /** Settings of the compiler plugin that lead to more than one run of javac with some arguments. */
    private static final List<String> OWN_WAYS = List.of(
            "annotationProcessorPaths",
            "annotationProcessors",
            "compilerArgument",
            "compilerArguments",
            "excludes",
            "executable",
            "includes");

    /** Changes with what the keys mean: a report of another Funclet does not count. */
    private static final String FORMAT = "2";

    private final Properties report = new Properties();

    @Override
    public void onEvent(Object event) throws Exception {
        if (!(event instanceof ExecutionEvent it)) {
            return;
        }
        String file = it.getSession().getUserProperties().getProperty("funclet.report");
        if (file == null) {
            return;
        }
        if (it.getType() == ExecutionEvent.Type.MojoSucceeded) {
            ran(it.getMojoExecution(), it.getProject());
        } else if (it.getType() == ExecutionEvent.Type.ProjectSucceeded) {
            write(it.getProject(), Path.of(file));
        }
    }

    private void ran(MojoExecution mojo, MavenProject project) throws DependencyResolutionRequiredException {
        String goal = mojo.getArtifactId() + ":" + mojo.getGoal();
        if (!REPLACEABLE.contains(goal)) {
            obstacle("its build runs " + goal);
        } else if (goal.equals(COMPILE)) {
            List<String> elements = new ArrayList<>(project.getCompileClasspathElements());
            elements.remove(project.getBuild().getOutputDirectory());
            report.setProperty("classpath", String.join(File.pathSeparator, elements));
            compiler(new PluginSettings(mojo.getConfiguration(), project));
        } else if (goal.equals(KAPT)) {
            new PluginSettings(mojo.getConfiguration(), project)
                    .firstOf(List.of("annotationProcessorPaths", "annotationProcessors"))
                    .ifPresent(setting -> obstacle("its kapt has " + setting));
        } else if (goal.equals(COMPILE_KOTLIN)) {
            new KotlinReport(mojo, project).write(report, this::obstacle);
        } else if (goal.equals(BND)) {
            List<String> jars = new ArrayList<>();
            for (Artifact artifact : project.getArtifacts()) {
                jars.add(artifact.getFile().getPath());
            }
            report.setProperty("buildpath", String.join(File.pathSeparator, jars));
            instructions(mojo.getConfiguration(), project);
        }
    }

    private void obstacle(String reason) {
        report.putIfAbsent("obstacle", reason);
    }

    private void compiler(PluginSettings settings) {
        settings.firstOf(OWN_WAYS).ifPresent(setting -> obstacle("its compiler has " + setting));
        for (String key : List.of("release", "source", "target", "encoding")) {
            String value = settings.value(key);
            if (value != null) {
                report.setProperty(key, value);
            }
        }
        List<String> arguments = new ArrayList<>();
        if ("true".equals(settings.value("parameters"))) {
            arguments.add("-parameters");
        }
        arguments.addAll(settings.values("compilerArgs"));
        if (arguments.stream().anyMatch(one -> one.matches("-(A|J|processor|Xplugin).*"))) {
            obstacle("its compiler has plugins or processors");
        }
        report.setProperty("arguments", String.join("\n", arguments));
    }

    /** As the plugin reads them: those of parents first, and of each project its file, else its pom. */
    private void instructions(Xpp3Dom configuration, MavenProject project) {
        Deque<MavenProject> lineage = new ArrayDeque<>();
        for (MavenProject one = project; one != null; one = one.getParent()) {
            lineage.push(one);
        }
        int number = 0;
        for (MavenProject one : lineage) {
            Xpp3Dom own = one == project ? configuration : pluginConfiguration(one);
            Xpp3Dom named = own == null ? null : own.getChild("bndfile");
            String name = named == null
                            || named.getValue() == null
                            || named.getValue().startsWith("${")
                    ? "bnd.bnd"
                    : named.getValue();
            File file = one.getBasedir() == null
                    ? null
                    : one.getBasedir().toPath().resolve(name).toFile();
            Xpp3Dom text = own == null ? null : own.getChild("bnd");
            if (file != null && file.isFile()) {
                report.setProperty("bnd.file." + number++, file.getPath());
            } else if (text != null && text.getValue() != null) {
                report.setProperty("bnd.text." + number++, text.getValue());
            }
        }
    }

    private static Xpp3Dom pluginConfiguration(MavenProject project) {
        Plugin plugin = project.getPlugin("biz.aQute.bnd:bnd-maven-plugin");
        return plugin == null ? null : (Xpp3Dom) plugin.getConfiguration();
    }

    private void write(MavenProject project, Path file) throws IOException {
        if (!report.containsKey("buildpath")) {
            obstacle("it does not use bnd-maven-plugin's goal bnd-process");
        }
        report.setProperty("format", FORMAT);
        report.setProperty("base", project.getBasedir().getPath());
        List<String> poms = new ArrayList<>();
        for (MavenProject one = project; one != null; one = one.getParent()) {
            if (one.getBasedir() != null) {
                poms.add(one.getFile().getPath());
            }
        }
        report.setProperty("poms", String.join(File.pathSeparator, poms));
        File artifact = project.getArtifact().getFile();
        if (artifact != null) {
            report.setProperty("artifact", artifact.getPath());
        }
        report.setProperty("sources", String.join(File.pathSeparator, project.getCompileSourceRoots()));
        List<String> resources = new ArrayList<>();
        for (Resource resource : project.getBuild().getResources()) {
            resources.add(resource.getDirectory());
            if (resource.isFiltering()
                    || !resource.getIncludes().isEmpty()
                    || !resource.getExcludes().isEmpty()
                    || resource.getTargetPath() != null) {
                obstacle("its resources are filtered, chosen or moved");
            }
        }
        report.setProperty("resources", String.join(File.pathSeparator, resources));
        project.getProperties().forEach((key, value) -> report.setProperty("property." + key, value.toString()));
        property("artifactId", project.getArtifactId());
        property("groupId", project.getGroupId());
        property("version", project.getVersion());
        property("name", project.getName());
        property("description", project.getDescription());
        property("basedir", project.getBasedir().getPath());
        property("build.directory", project.getBuild().getDirectory());
        property("build.outputDirectory", project.getBuild().getOutputDirectory());
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            report.store(out, null);
        }
    }

    private void property(String name, String value) {
        if (value != null) {
            report.setProperty("property.project." + name, value);
        }
    }
}
