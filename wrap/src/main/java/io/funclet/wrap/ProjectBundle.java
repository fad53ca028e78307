package io.funclet.wrap;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Constants;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import aQute.bnd.version.MavenVersion;
import aQute.lib.utf8properties.UTF8Properties;
import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.jar.Manifest;

/** The bundle of a Maven project, as bnd-maven-plugin makes it. */
final class ProjectBundle {

    private static final String PROPERTY = "property.";

    private ProjectBundle() {}

    /**
     * @param report the file that {@link io.funclet.wrap.maven.BuildReport} has written
     * @param classes the directory of the compiled classes, with the resources
     * @return warnings of bnd
     */
    static List<String> write(String report, String classes, String output) throws Exception {
        Properties model = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(report))) {
            model.load(in);
        }
        Properties properties = new Properties();
        model.stringPropertyNames().stream()
                .filter(key -> key.startsWith(PROPERTY))
                .forEach(key -> properties.setProperty(key.substring(PROPERTY.length()), model.getProperty(key)));
        File directory = new File(classes);
        try (Builder builder = new Builder(new Processor(properties, false))) {
            builder.setBase(new File(model.getProperty("base")));
            instructions(builder, model);
            builder.setProperty("project.output", classes);
            builder.addClasspath(directory);
            Jar jar = new Jar("classes", directory);
            jar.setManifest(new Manifest());
            builder.setJar(jar);
            for (String library : model.getProperty("buildpath").split(File.pathSeparator)) {
                if (!library.isEmpty() && new File(library).exists()) {
                    builder.addClasspath(new File(library));
                }
            }
            // bnd parses the annotations' classes anew for each class of a library: 5 s for those of Kotlin.
            usual(builder, Constants.BUNDLEANNOTATIONS, "!kotlin.*,*");
            usual(builder, Constants.BUNDLE_SYMBOLICNAME, properties.getProperty("project.artifactId"));
            usual(builder, Constants.BUNDLE_NAME, properties.getProperty("project.name"));
            usual(
                    builder,
                    Constants.BUNDLE_VERSION,
                    MavenVersion.parseMavenString(properties.getProperty("project.version"))
                            .getOSGiVersion()
                            .toString());
            Jar built = builder.build();
            if (!builder.getErrors().isEmpty()) {
                throw new WrapException("bnd says: " + String.join("; ", builder.getErrors()));
            }
            built.write(new File(output));
            return List.copyOf(builder.getWarnings());
        }
    }

    private static void instructions(Builder builder, Properties model) throws Exception {
        for (int number = 0; ; number++) {
            String file = model.getProperty("bnd.file." + number);
            String text = model.getProperty("bnd.text." + number);
            if (file != null) {
                File instructions = new File(file);
                builder.setProperties(instructions.getParentFile(), builder.loadProperties(instructions));
            } else if (text != null) {
                UTF8Properties loaded = new UTF8Properties();
                loaded.load(text, builder.getBase(), builder);
                builder.setProperties(builder.getBase(), loaded.replaceHere(builder.getBase()));
            } else {
                return;
            }
        }
    }

    private static void usual(Builder builder, String header, String value) {
        if (builder.getProperty(header) == null && value != null) {
            builder.setProperty(header, value);
        }
    }
}
