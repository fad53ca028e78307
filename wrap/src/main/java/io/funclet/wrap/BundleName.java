package io.funclet.wrap;

import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Resource;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Under which name and version a jar goes as a bundle: those of the command line, of its module, of Maven, of its file.
 *
 * @param symbolicName the name, as OSGi allows it
 * @param version the version, as OSGi allows it
 */
record BundleName(String symbolicName, String version) {

    private static final Pattern FILE_NAME = Pattern.compile("(.+?)(?:-(\\d.*))?\\.jar");
    private static final Pattern SYMBOLIC_NAME = Pattern.compile("[\\w-]+(\\.[\\w-]+)*");
    private static final Pattern VERSION =
            Pattern.compile("\\d{1,9}(\\.\\d{1,9}){0,2}|\\d{1,9}(\\.\\d{1,9}){2}\\.[\\w-]+");

    static BundleName of(WrapArguments arguments, Jar jar) throws Exception {
        Optional<String> wanted = arguments.name();
        if (wanted.isPresent() && !SYMBOLIC_NAME.matcher(wanted.get()).matches()) {
            throw new WrapException("--name is \"" + wanted.get()
                    + "\"; letters, digits, - and _ with dots between them are expected, as in com.example.thermo");
        }
        if (arguments.version().isPresent()
                && !VERSION.matcher(arguments.version().get()).matches()) {
            throw new WrapException(
                    "--bundle-version is \"" + arguments.version().get()
                            + "\"; up to three numbers are expected, and a qualifier after the third, as in 1.2.0.RC1");
        }
        Matcher file = FILE_NAME.matcher(arguments.function().getFileName().toString());
        boolean named = file.matches();
        Properties maven = maven(jar);
        String name = wanted.or(() -> moduleName(jar))
                .or(() -> Optional.ofNullable(maven.getProperty("artifactId"))
                        .map(artifact -> maven.getProperty("groupId") + "." + artifact))
                .orElseGet(() -> named
                        ? file.group(1)
                        : arguments.function().getFileName().toString());
        String version = arguments
                .version()
                .or(() -> Optional.ofNullable(maven.getProperty("version")))
                .or(() -> implementationVersion(jar))
                .or(() -> Optional.ofNullable(named ? file.group(2) : null))
                .orElse("0.0.0");
        return new BundleName(name.replaceAll("[^\\w.-]", "_"), Analyzer.cleanupVersion(version));
    }

    private static Optional<String> moduleName(Jar jar) {
        try {
            return Optional.ofNullable(jar.getModuleName());
        } catch (Exception unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<String> implementationVersion(Jar jar) {
        try {
            Manifest manifest = jar.getManifest();
            return manifest == null
                    ? Optional.empty()
                    : Optional.ofNullable(
                            manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION));
        } catch (Exception unreadable) {
            return Optional.empty();
        }
    }

    /** Empty unless there is exactly one: a jar that others were copied into has several. */
    private static Properties maven(Jar jar) throws Exception {
        Properties properties = new Properties();
        var found = jar.getResourceNames(name -> name.matches("META-INF/maven/[^/]+/[^/]+/pom\\.properties"))
                .toList();
        if (found.size() == 1) {
            Resource resource = jar.getResource(found.get(0));
            try (InputStream in = resource.openInputStream()) {
                properties.load(in);
            }
        }
        return properties;
    }
}
