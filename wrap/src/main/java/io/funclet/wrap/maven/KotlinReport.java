package io.funclet.wrap.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/**
 * What the Kotlin compiler of a project is, and what it is told.
 *
 * <p>Keys: {@code kotlin.compiler} (its jars) and {@code kotlin.sources} (both separated as paths), {@code kotlin.arguments}
 * (those of {@code kotlinc}, one a line).
 */
record KotlinReport(MojoExecution mojo, MavenProject project) {

    /** Settings that the plugin does not just hand to the compiler. */
    private static final List<String> OWN_WAYS =
            List.of("compilerPlugins", "jdkToolchain", "module", "pluginOptions", "scriptTemplates");

    /** Settings with a value, and what the compiler calls them. */
    private static final Map<String, String> OPTIONS = Map.of(
            "apiVersion", "-api-version",
            "jdkHome", "-jdk-home",
            "languageVersion", "-language-version",
            "jvmTarget", "-jvm-target");

    /** @param obstacle receives why only the plugin can compile these sources, if that is so */
    void write(Properties report, Consumer<String> obstacle) {
        PluginSettings settings = new PluginSettings(mojo.getConfiguration(), project);
        settings.firstOf(OWN_WAYS).ifPresent(setting -> obstacle.accept("its Kotlin compiler has " + setting));
        if (report.containsKey("kotlin.compiler")) {
            obstacle.accept("its Kotlin compiler runs more than once");
        }
        report.setProperty(
                "kotlin.compiler",
                mojo.getMojoDescriptor().getPluginDescriptor().getArtifacts().stream()
                        .filter(artifact -> artifact.getGroupId().startsWith("org.jetbrains"))
                        .map(Artifact::getFile)
                        .map(File::getPath)
                        .collect(Collectors.joining(File.pathSeparator)));
        List<String> directories = settings.values("sourceDirs");
        report.setProperty(
                "kotlin.sources",
                (directories.isEmpty() ? project.getCompileSourceRoots() : directories)
                        .stream()
                                .map(directory -> project.getBasedir()
                                        .toPath()
                                        .resolve(directory)
                                        .toString())
                                .collect(Collectors.joining(File.pathSeparator)));
        report.setProperty("kotlin.arguments", String.join("\n", arguments(settings)));
    }

    private List<String> arguments(PluginSettings settings) {
        String module = settings.value("moduleName");
        // The library is a dependency of the project.
        List<String> arguments = new ArrayList<>(
                List.of("-no-stdlib", "-module-name", module == null ? project.getArtifactId() : module));
        OPTIONS.forEach((key, option) -> {
            String value = settings.value(key);
            if (value != null) {
                arguments.addAll(List.of(option, value));
            }
        });
        String release = settings.value("jdkRelease");
        if (release != null) {
            arguments.add("-Xjdk-release=" + release);
        }
        if ("true".equals(settings.value("javaParameters"))) {
            arguments.add("-java-parameters");
        }
        arguments.addAll(settings.values("args"));
        return arguments;
    }
}
