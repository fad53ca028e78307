package io.funclet.host.it.jar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A jar without OSGi headers, as most builds make it. Mutable, of one thread. */
public final class PlainJar {

    private final List<FunctionSource> sources = new ArrayList<>();
    private final List<FunctionSource> others = new ArrayList<>();
    private final List<Path> libraries = new ArrayList<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new TreeMap<>();

    /** A jar with these classes. */
    public static PlainJar of(FunctionSource... sources) {
        PlainJar jar = new PlainJar();
        jar.sources.addAll(List.of(sources));
        return jar;
    }

    /** A jar whose class {@code PACKAGE.Text} has a static method {@code text()}, which returns a text. */
    public static PlainJar text(String packageName, String text) {
        return of(FunctionSource.text(packageName, '"' + text + '"')).header("Implementation-Version", text);
    }

    /** Compiles against classes that others have; nothing of them goes into this one. */
    public PlainJar against(FunctionSource... foreign) {
        others.addAll(List.of(foreign));
        return this;
    }

    /** Compiles against jars. */
    public PlainJar libraries(List<Path> jars) {
        libraries.addAll(jars);
        return this;
    }

    public PlainJar header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public PlainJar entry(String path, String text) {
        return entry(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public PlainJar entry(String path, byte[] content) {
        entries.put(path, content);
        return this;
    }

    /** The class file of a source, without the jar. */
    public static byte[] classFile(FunctionSource source) {
        return FunctionSource.compile(List.of(source)).get(source.className().replace('.', '/') + ".class");
    }

    public FunctionJar build() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        List<FunctionSource> all = new ArrayList<>(sources);
        all.addAll(others);
        Map<String, byte[]> content = new TreeMap<>(FunctionSource.compile(all, libraries));
        for (FunctionSource foreign : others) {
            content.remove(foreign.className().replace('.', '/') + ".class");
        }
        content.putAll(entries);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> entry : content.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new IllegalStateException("in memory", e);
        }
        return new FunctionJar(bytes.toByteArray());
    }
}
