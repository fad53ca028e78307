package io.funclet.wrap;

import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Jar;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
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
        boolean isMixed = isMixed(jar);
        Properties maven = maven(jar, arguments.function().getFileName().toString(), isMixed);
        String name = wanted.or(() -> isMixed ? automaticName(jar) : moduleName(jar))
                .or(() -> Optional.ofNullable(maven.getProperty("artifactId"))
                        .map(artifact -> maven.getProperty("groupId") + "." + artifact))
                .orElseGet(() -> named
                        ? file.group(1)
                        : arguments.function().getFileName().toString());
        String version = arguments
                .version()
                .or(() -> Optional.ofNullable(maven.getProperty("version")))
                .or(() -> mainAttribute(jar, "Implementation-Version"))
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

    private static Optional<String> mainAttribute(Jar jar, String name) {
        try {
            Manifest manifest = jar.getManifest();
            return manifest == null
                    ? Optional.empty()
                    : Optional.ofNullable(manifest.getMainAttributes().getValue(name));
        } catch (Exception unreadable) {
            return Optional.empty();
        }
    }

    /** Whether others were copied into it: then its module and its coordinates may be theirs. */
    private static boolean isMixed(Jar jar) {
        return jar.getResourceNames(name -> name.endsWith(".class") && name.indexOf('/') > 0)
                        .filter(name -> !name.startsWith("META-INF/"))
                        .map(FunctionClasses::library)
                        .distinct()
                        .count()
                > 1;
    }

    private static Optional<String> automaticName(Jar jar) {
        return mainAttribute(jar, "Automatic-Module-Name");
    }

    /** Empty unless they are the jar's own. */
    private static Properties maven(Jar jar, String fileName, boolean isMixed) throws Exception {
        List<Properties> all = new ArrayList<>();
        for (String path : jar.getResourceNames(name -> name.matches("META-INF/maven/[^/]+/[^/]+/pom\\.properties"))
                .toList()) {
            Properties properties = new Properties();
            try (InputStream in = jar.getResource(path).openInputStream()) {
                properties.load(in);
            }
            all.add(properties);
        }
        return all.stream()
                .filter(one -> all.size() == 1 && !isMixed || fileName.startsWith(one.getProperty("artifactId", "/")))
                .findFirst()
                .orElseGet(Properties::new);
    }
}
