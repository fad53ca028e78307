package io.funclet.host.framework.plain;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.osgi.framework.Version;

/** Reads what a jar without OSGi headers has. The jar is complete, and its size is checked. */
public final class PlainJarReader {

    /** A larger class is not one that a compiler makes. */
    private static final int MOST_CLASS_BYTES = 16 << 20;

    private static final int MOST_PROPERTIES_BYTES = 64 << 10;

    private static final String META_INF = "META-INF/";
    private static final String MAVEN = "META-INF/maven/";

    private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d{1,4})/(.+)");
    private static final Pattern COORDINATES = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");

    /** Where builds put the jars that a jar needs. */
    private static final Pattern NESTED =
            Pattern.compile("(?:lib|libs|META-INF/lib|BOOT-INF/lib|WEB-INF/lib)/[^/]+\\.jar");

    private final ZipFile jar;
    private final Attributes manifest;
    private final String fileName;
    private final boolean multiRelease;

    private final JarContent content = new JarContent();
    private final List<String> nested = new ArrayList<>();
    private final List<Properties> coordinates = new ArrayList<>();
    private boolean isEmpty = true;

    private PlainJarReader(ZipFile jar, Attributes manifest, String fileName) {
        this.jar = jar;
        this.manifest = manifest;
        this.fileName = fileName;
        this.multiRelease = "true".equals(manifest.getValue(Attributes.Name.MULTI_RELEASE));
    }

    /**
     * Reads a jar.
     *
     * @param jar a complete jar
     * @param manifest the main attributes of its manifest; empty if it has none
     * @param fileName the name that its author or its operator gave it
     * @throws IOException if it cannot be read
     */
    public static PlainJar read(ZipFile jar, Attributes manifest, String fileName) throws IOException {
        return new PlainJarReader(jar, manifest, fileName).read();
    }

    private PlainJar read() throws IOException {
        for (Enumeration<? extends ZipEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            if (!entry.isDirectory()) {
                read(entry, entry.getName());
            }
        }
        PlainName file = PlainName.ofFile(fileName);
        Optional<Properties> own = own(file);
        return new PlainJar(
                name(own).orElse(file.name()),
                version(own, file.version()).orElse(file.version() == null ? Version.emptyVersion : file.version()),
                content.packages(),
                content.mentions(),
                content.services(),
                nested,
                fault());
    }

    private void read(ZipEntry entry, String name) throws IOException {
        isEmpty &= name.equals(JarFile.MANIFEST_NAME) || name.startsWith(MAVEN);
        if (NESTED.matcher(name).matches()) {
            readNested(entry);
        } else if (JarContent.isService(name)) {
            content.addService(name);
        } else if (COORDINATES.matcher(name).matches()) {
            readCoordinates(bytes(entry, MOST_PROPERTIES_BYTES));
        } else {
            String path = path(name, multiRelease);
            if (path != null) {
                content.add(path, () -> bytes(entry, MOST_CLASS_BYTES));
            }
        }
    }

    /** Where the class path has an entry; {@code null} if nowhere, or in no package. */
    private static String path(String name, boolean multiRelease) {
        if (!name.startsWith(META_INF)) {
            return name;
        }
        Matcher versioned = VERSIONED.matcher(name);
        return multiRelease
                        && versioned.matches()
                        && Integer.parseInt(versioned.group(1))
                                <= Runtime.version().feature()
                ? versioned.group(2)
                : null;
    }

    /** A jar within the jar, which goes on the class path, too. */
    private void readNested(ZipEntry entry) throws IOException {
        try (ZipInputStream in = new ZipInputStream(jar.getInputStream(entry))) {
            int read = 0;
            for (ZipEntry inner = in.getNextEntry(); inner != null; inner = in.getNextEntry()) {
                if (JarContent.isService(inner.getName())) {
                    content.addService(inner.getName());
                }
                // It may be a multi-release jar: its manifest need not come first.
                String path = inner.isDirectory() ? null : path(inner.getName(), true);
                if (path != null) {
                    content.add(path, () -> in.readNBytes(MOST_CLASS_BYTES));
                }
                read++;
            }
            if (read > 0) {
                nested.add(entry.getName());
            }
        } catch (IllegalArgumentException noJar) {
            // Then it is a resource.
        }
    }

    private byte[] bytes(ZipEntry entry, int most) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readNBytes(most);
        }
    }

    private void readCoordinates(byte[] bytes) throws IOException {
        try {
            Properties properties = new Properties();
            properties.load(new ByteArrayInputStream(bytes));
            coordinates.add(properties);
        } catch (IllegalArgumentException malformed) {
            // Then it has none.
        }
    }

    private Optional<String> fault() {
        if (content.function().isPresent()) {
            return Optional.of("has no OSGi headers in its manifest, although "
                    + content.function().get()
                    + ": its build lacks bnd. Add bnd-maven-plugin, as docs/tutorial/first-function.md shows, and build"
                    + " it again; or make a bundle of it by funclet wrap");
        }
        // Some are empty on purpose, and stand for another one that has their classes: Maven and the manifest name
        // them.
        if (isEmpty && coordinates.isEmpty() && manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION) == null) {
            return Optional.of("is neither an OSGi bundle nor a library: it has no OSGi headers in its manifest, and"
                    + " neither classes nor resources");
        }
        return content.isSources()
                ? Optional.of("has sources, and no classes: use the jar of the classes")
                : Optional.empty();
    }

    /** The Maven coordinates of the jar itself; a jar may hold those of others, whose classes it has copied. */
    private Optional<Properties> own(PlainName file) {
        return coordinates.stream()
                .filter(one -> PlainName.isOf(one.getProperty("artifactId", "/"), fileName))
                .findFirst()
                .or(() -> coordinates.size() == 1 && isOf(file, coordinates.get(0))
                        ? Optional.of(coordinates.get(0))
                        : Optional.empty());
    }

    /** Whether coordinates of another name may be those of a file. */
    private static boolean isOf(PlainName file, Properties one) {
        return file.version() == null
                || PlainName.version(one.getProperty("version")).equals(Optional.of(file.version()));
    }

    private Optional<String> name(Optional<Properties> own) {
        return Stream.of(
                        manifest.getValue("Automatic-Module-Name"),
                        content.module(),
                        own.map(one -> one.getProperty("artifactId")).orElse(null))
                .filter(name -> name != null && !name.isBlank())
                .map(PlainName::name)
                .findFirst();
    }

    private static String text(Version version) {
        return version.getMajor() + "." + version.getMinor() + "." + version.getMicro();
    }

    private Optional<Version> version(Optional<Properties> own, Version ofFile) {
        String implementation = manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        if (own.isEmpty() && ofFile != null && implementation != null && implementation.startsWith(text(ofFile))) {
            // What more is in the manifest is the build's business.
            return Optional.of(ofFile);
        }
        return Stream.of(own.map(one -> one.getProperty("version")).orElse(null), implementation)
                .flatMap(text -> PlainName.version(text).stream())
                .findFirst();
    }
}
