package io.funclet.host.framework;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Finds jars of the process's own class path, as files. */
final class ClassPathJars {

    private ClassPathJars() {}

    /**
     * Finds a jar by its file name: as an element of the class path, or beside one, because the launcher names one jar
     * whose manifest names the others of its folder.
     */
    static Path find(String fileName) throws IOException {
        for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(element);
            Path candidate = path.endsWith(fileName) ? path : path.resolveSibling(fileName);
            if (Files.isRegularFile(candidate)) {
                return candidate;
            }
        }
        return byClassLoader(fileName);
    }

    /** In a process of another program, the class path may be hidden in the manifest of a jar, as by an IDE. */
    private static Path byClassLoader(String fileName) throws IOException {
        String artifact = "/" + fileName.substring(0, fileName.lastIndexOf('-') + 1);
        String other = "";
        for (URL manifest :
                Collections.list(ClassPathJars.class.getClassLoader().getResources(JarFile.MANIFEST_NAME))) {
            if (manifest.getPath().endsWith("/" + fileName + "!/" + JarFile.MANIFEST_NAME)) {
                return fileOf(((JarURLConnection) manifest.openConnection()).getJarFileURL());
            }
            int name = manifest.getPath().lastIndexOf(artifact);
            if (name >= 0) {
                other = ". " + manifest.getPath().substring(name + 1).replaceFirst("!.*", "")
                        + " is there in its place: with Maven, import io.funclet:bom, which has the versions";
            }
        }
        throw new FileNotFoundException(
                "the installation is incomplete: no " + fileName + " on the class path" + other);
    }

    /** The manifest of the jar, or the folder of classes, from which a class was loaded. */
    static Manifest manifestOf(Class<?> type) throws IOException {
        Path source = source(type);
        if (Files.isDirectory(source)) {
            try (InputStream in = Files.newInputStream(source.resolve(JarFile.MANIFEST_NAME))) {
                return new Manifest(in);
            }
        }
        try (JarFile jar = new JarFile(source.toFile(), false)) {
            return jar.getManifest();
        }
    }

    /** The jar, or the folder of classes, from which a class of this process was loaded. */
    static Path source(Class<?> type) throws IOException {
        URL location = type.getProtectionDomain().getCodeSource().getLocation();
        if (location == null) {
            // The class data archive was made in another place, from where the installation has been moved.
            URL file = type.getResource(type.getSimpleName() + ".class");
            location = ((JarURLConnection) file.openConnection()).getJarFileURL();
        }
        return fileOf(location);
    }

    private static Path fileOf(URL location) throws IOException {
        try {
            return Path.of(location.toURI());
        } catch (URISyntaxException e) {
            throw new IOException("class path element " + location + " is not a file", e);
        }
    }
}
