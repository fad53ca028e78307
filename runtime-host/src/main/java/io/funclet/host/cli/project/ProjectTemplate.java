package io.funclet.host.cli.project;

import io.funclet.host.config.LaunchProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a Maven archetype, in a folder of the distribution. Sources go to the folder of their package. */
public final class ProjectTemplate {

    private static final Pattern SOURCE_FOLDER = Pattern.compile("src/[a-z]+/(java|kotlin)/");
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{(\\w+)}");

    private final Path template;

    /**
     * Finds the template.
     *
     * @param language {@code java} or {@code kotlin}
     * @throws IOException if this installation has none
     */
    public ProjectTemplate(String language) throws IOException {
        String home = LaunchProfile.CURRENT.home();
        template = Path.of(home == null ? "" : home, "templates", language);
        if (!Files.isDirectory(template)) {
            throw new IOException("this installation has no folder templates/" + language + ": take a whole one");
        }
    }

    /**
     * Writes the project.
     *
     * @param folder is made; may exist if it is empty
     * @return the paths of the files below the folder
     */
    public List<String> write(Path folder, ProjectName name) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> present = Files.list(folder)) {
            if (present.findAny().isPresent()) {
                throw new IOException(folder + " is not empty: choose another name, or remove it");
            }
        }
        Map<String, String> properties =
                name.properties(ProjectTemplate.class.getPackage().getImplementationVersion());
        List<String> written = new ArrayList<>();
        try (Stream<Path> files = Files.walk(template)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String target = SOURCE_FOLDER
                        .matcher(template.relativize(file).toString().replace("__className__", name.className()))
                        .replaceFirst("$0" + name.packageName().replace('.', '/') + "/");
                Files.createDirectories(folder.resolve(target).getParent());
                Files.writeString(folder.resolve(target), filled(Files.readString(file), properties));
                written.add(target);
            }
        }
        return written;
    }

    private static String filled(String text, Map<String, String> properties) {
        return PROPERTY.matcher(text)
                .replaceAll(property ->
                        Matcher.quoteReplacement(properties.getOrDefault(property.group(1), property.group())));
    }
}
