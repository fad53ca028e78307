package io.funclet.host.soak;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
import io.funclet.api.FunctionHandler;
import io.funclet.host.soak.library.Library;
import io.funclet.host.soak.probe.Behaviour;
import io.funclet.host.soak.probe.Probe;
import io.funclet.host.soak.probe.ProbeFunction;
import io.funclet.host.soak.probe.ReaderFunction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.osgi.service.component.annotations.Component;

/**
 * A bundle that bnd has built once, and of which any number of versions are made by changing its manifest and a
 * resource. Immutable.
 */
public final class ProbeJar {

    private static final String LIBRARY_PACKAGE = Library.class.getPackageName();

    private final Map<String, byte[]> entries;
    private final Map<String, String> headers;

    private ProbeJar(Map<String, byte[]> entries, Map<String, String> headers) {
        this.entries = entries;
        this.headers = headers;
    }

    /**
     * A function that answers with its bundle's version.
     *
     * @param symbolicName of the bundle
     * @param function its {@code function.name}
     * @param journal the file to which each instance writes its beginning and end
     */
    public static ProbeJar function(String symbolicName, String function, Path journal) {
        Map<String, String> instructions = Map.of("Bundle-SymbolicName", symbolicName);
        return new ProbeJar(build(instructions, Probe.class, Behaviour.class, ProbeFunction.class), Map.of())
                .named(function)
                .journal(journal);
    }

    /** A function that imports {@link #library}, and answers with the version of that. */
    public static ProbeJar reader(String symbolicName, String function, Path journal) {
        Map<String, String> instructions =
                Map.of("Bundle-SymbolicName", symbolicName, "Import-Package", LIBRARY_PACKAGE + ";version=\"[1,2)\",*");
        return new ProbeJar(build(instructions, Probe.class, Behaviour.class, ReaderFunction.class), Map.of())
                .named(function)
                .journal(journal);
    }

    /** A bundle without a function, which {@link #reader} imports from. */
    public static ProbeJar library(String symbolicName) {
        return new ProbeJar(build(Map.of("Bundle-SymbolicName", symbolicName), Library.class), Map.of())
                .exporting("1.0");
    }

    /** The same library with its package in another version; the readers import {@code [1,2)}. */
    public ProbeJar exporting(String packageVersion) {
        return header("Export-Package", LIBRARY_PACKAGE + ";version=\"" + packageVersion + "\"");
    }

    /** The same with a header of the manifest replaced. */
    public ProbeJar header(String name, String value) {
        Map<String, String> replaced = new LinkedHashMap<>(headers);
        replaced.put(name, value);
        return new ProbeJar(entries, replaced);
    }

    /** The bytes of a version. */
    public byte[] version(String version) {
        try {
            Manifest manifest = new Manifest(new ByteArrayInputStream(entries.get(JarFile.MANIFEST_NAME)));
            headers.forEach(manifest.getMainAttributes()::putValue);
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    if (!entry.getKey().equals(JarFile.MANIFEST_NAME)) {
                        jar.putNextEntry(new ZipEntry(entry.getKey()));
                        jar.write(entry.getValue());
                        if (entry.getKey().equals(Probe.SETTINGS)) {
                            jar.write(("version=" + version + "\n").getBytes(StandardCharsets.ISO_8859_1));
                        }
                    }
                }
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("in memory", e);
        }
    }

    /** Puts a file in its place at once, whatever was there. */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Path unfinished = Files.write(file.resolveSibling("." + file.getFileName() + ".part"), bytes);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private ProbeJar named(String function) {
        Map<String, byte[]> renamed = new LinkedHashMap<>(entries);
        renamed.replaceAll((path, bytes) -> path.startsWith("OSGI-INF/")
                ? new String(bytes, StandardCharsets.UTF_8)
                        .replace("value=\"probe\"", "value=\"" + function + "\"")
                        .getBytes(StandardCharsets.UTF_8)
                : bytes);
        return new ProbeJar(renamed, headers);
    }

    private ProbeJar journal(Path journal) {
        return behaving(Map.of("journal", journal.toAbsolutePath().toString()));
    }

    /** The same with further settings, which {@link Behaviour} describes. */
    public ProbeJar behaving(Map<String, String> settings) {
        StringBuilder lines = new StringBuilder(new String(entries.get(Probe.SETTINGS), StandardCharsets.ISO_8859_1));
        settings.forEach(
                (name, value) -> lines.append(name).append('=').append(value).append('\n'));
        Map<String, byte[]> set = new LinkedHashMap<>(entries);
        set.put(Probe.SETTINGS, lines.toString().getBytes(StandardCharsets.ISO_8859_1));
        return new ProbeJar(set, headers);
    }

    private static Map<String, byte[]> build(Map<String, String> instructions, Class<?>... classes) {
        try (Builder bnd = new Builder()) {
            bnd.addClasspath(jarOf(classes));
            // Of the library only its export: the class path of all tests would bring the rest of its package along.
            bnd.addClasspath(jarOf(Library.class));
            for (Class<?> type : List.of(FunctionHandler.class, Component.class)) {
                bnd.addClasspath(new File(
                        type.getProtectionDomain().getCodeSource().getLocation().toURI()));
            }
            bnd.setProperty(
                    "Private-Package",
                    Stream.of(classes).map(Class::getPackageName).distinct().collect(Collectors.joining(",")));
            bnd.setProperty("-noextraheaders", "true");
            instructions.forEach(bnd::setProperty);
            Jar jar = bnd.build();
            if (!bnd.getErrors().isEmpty()) {
                throw new IllegalStateException("the probe cannot be built: " + bnd.getErrors());
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            jar.write(bytes);
            Map<String, byte[]> entries = entries(bytes.toByteArray());
            entries.put(Probe.SETTINGS, new byte[0]);
            return entries;
        } catch (Exception e) { // bnd declares no more than that
            throw new IllegalStateException(e);
        }
    }

    private static Jar jarOf(Class<?>... classes) throws IOException {
        Jar jar = new Jar(classes[0].getName());
        for (Class<?> type : classes) {
            String path = type.getName().replace('.', '/') + ".class";
            try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
                jar.putResource(path, new EmbeddedResource(in.readAllBytes(), 0L));
            }
        }
        return jar;
    }

    private static Map<String, byte[]> entries(byte[] jar) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), zip.readAllBytes());
                }
            }
        }
        return entries;
    }
}
