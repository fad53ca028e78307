package io.funclet.host.cli.dev;

import io.funclet.host.config.LaunchProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The installation that this process was started from.
 *
 * @param home its directory
 */
public record Distribution(Path home) {

    private static final String TOOL = "io.funclet.wrap.BundleTool";

    /** @throws IOException if this process was started without the launcher, or the installation lacks bnd */
    public static Distribution current() throws IOException {
        String home = LaunchProfile.CURRENT.home();
        if (home == null || !Files.isDirectory(Path.of(home, "wrap"))) {
            throw new IOException("this installation has no folder wrap with bnd: take a whole one");
        }
        return new Distribution(Path.of(home).toAbsolutePath().normalize());
    }

    /** The folder with bnd, which no process has on its class path that does not need it. */
    public Path wrap() {
        return home.resolve("wrap");
    }

    Path launcher() {
        return home.resolve("bin/funclet");
    }

    /** What functions compile against, and import. bnd takes the ranges of versions from these. */
    public List<Path> platform() throws IOException {
        return jars(home.resolve("lib"), "{runtime-api,slf4j-api,org.osgi.}*.jar");
    }

    /** Annotations of OSGi and of its components: class files mention them, and need them at no time. */
    List<Path> annotations() throws IOException {
        return jars(wrap(), "{osgi.annotation,org.osgi.service.component.annotations}*.jar");
    }

    /** The jar with the extension of Maven that reports what a build is made of. */
    Path mavenExtension() throws IOException {
        return jars(wrap(), "wrap-*.jar").get(0);
    }

    private static List<Path> jars(Path directory, String pattern) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, pattern)) {
            files.forEach(jars::add);
        }
        jars.sort(null);
        return jars;
    }

    /** bnd, by a class loader of its own. Makes a bundle of pairs of a key and a value, and returns remarks. */
    @SuppressWarnings("unchecked")
    Function<List<String>, List<String>> bundleTool() throws IOException {
        // Never closed: it serves as long as this process runs.
        ClassLoader loader = loader("wrap", jars(wrap(), "*.jar"));
        try {
            return (Function<List<String>, List<String>>)
                    loader.loadClass(TOOL).getConstructor().newInstance();
        } catch (ReflectiveOperationException incomplete) {
            throw new IOException("the folder " + wrap() + " is not complete: " + incomplete, incomplete);
        }
    }

    /** A class loader of some jars, which sees nothing of Funclet. */
    static URLClassLoader loader(String name, List<Path> jars) {
        URL[] urls = jars.stream().map(Distribution::url).toArray(URL[]::new);
        return new URLClassLoader(name, urls, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
