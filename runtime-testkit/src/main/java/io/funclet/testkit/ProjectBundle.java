package io.funclet.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The classes of a project, as a bundle. The goal {@code bnd-process} of {@code bnd-maven-plugin} writes the manifest and
 * the descriptions of components among them, so no build of a jar is needed.
 *
 * @param classes the folder, such as {@code target/classes}
 */
record ProjectBundle(Path classes, Manifest manifest) {

    private static final String WHAT_TO_RUN = "; run 'mvn process-classes'";

    /** How a class file says that Declarative Services are to make a component of it. */
    private static final String COMPONENT = "Lorg/osgi/service/component/annotations/Component;";

    private static final String SERVICE_COMPONENT = "Service-Component";

    /**
     * Reads the manifest.
     *
     * @throws IOException if there is none, or if it does not belong to the classes; the message says what to run
     */
    static ProjectBundle of(Path classes) throws IOException {
        try (InputStream in = Files.newInputStream(classes.resolve(JarFile.MANIFEST_NAME))) {
            ProjectBundle bundle = new ProjectBundle(classes, new Manifest(in));
            bundle.requireName();
            bundle.requireComponents();
            return bundle;
        } catch (NoSuchFileException none) {
            throw new NoSuchFileException(
                    classes.toString(),
                    null,
                    "has no " + JarFile.MANIFEST_NAME + ", which the goal bnd-process of bnd-maven-plugin writes"
                            + WHAT_TO_RUN);
        }
    }

    /** The name of its file in a code directory. */
    String fileName() {
        return header("Bundle-SymbolicName").split(";")[0].strip() + ".jar";
    }

    private String header(String name) {
        String value = manifest.getMainAttributes().getValue(name);
        return value == null ? "" : value;
    }

    private void requireName() throws IOException {
        if (header("Bundle-SymbolicName").isEmpty()) {
            throw new IOException(classes.resolve(JarFile.MANIFEST_NAME)
                    + " has no Bundle-SymbolicName, which the goal bnd-process of bnd-maven-plugin writes"
                    + WHAT_TO_RUN);
        }
    }

    /** An IDE compiles a new component without bnd, and the runtime would not know of it. */
    private void requireComponents() throws IOException {
        String descriptions = "";
        for (String name : header(SERVICE_COMPONENT).split(",")) {
            Path file = classes.resolve(name.strip());
            descriptions += Files.isRegularFile(file) ? Files.readString(file) : "";
        }
        for (Path file : files()) {
            String type = typeOf(file);
            if (type != null
                    && Files.readString(file, ISO_8859_1).contains(COMPONENT)
                    && !descriptions.contains("\"" + type + "\"")) {
                throw new IOException(file + " is a component that bnd has not described in " + SERVICE_COMPONENT
                        + " of the manifest: it is newer than the manifest, or bnd does not process it"
                        + WHAT_TO_RUN);
            }
        }
    }

    /** The name of the class in a file; {@code null} if it is no class file. */
    private String typeOf(Path file) {
        String name = classes.relativize(file).toString().replace('\\', '/');
        return name.endsWith(".class")
                ? name.substring(0, name.length() - ".class".length()).replace('/', '.')
                : null;
    }

    /** What to say if the bundle is rejected although it may only be stale; empty if the manifest is newer. */
    String hint() throws IOException {
        FileTime written = Files.getLastModifiedTime(classes.resolve(JarFile.MANIFEST_NAME));
        for (Path file : files()) {
            if (typeOf(file) != null && Files.getLastModifiedTime(file).compareTo(written) > 0) {
                return " (" + file + " is newer than the manifest" + WHAT_TO_RUN + ")";
            }
        }
        return "";
    }

    /** Makes the jar. */
    byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Path file : files()) {
                String name = classes.relativize(file).toString().replace('\\', '/');
                if (!name.equals(JarFile.MANIFEST_NAME)) {
                    jar.putNextEntry(new ZipEntry(name));
                    Files.copy(file, (OutputStream) jar);
                    jar.closeEntry();
                }
            }
        }
        return bytes.toByteArray();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(classes)) {
            return new ArrayList<>(all.filter(Files::isRegularFile).sorted().toList());
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }
}
