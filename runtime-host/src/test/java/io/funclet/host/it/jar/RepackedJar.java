package io.funclet.host.it.jar;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Jars made of others, entry by entry. */
public final class RepackedJar {

    private RepackedJar() {}

    public static byte[] with(FunctionJar jar, Predicate<String> kept, int method, Map<String, byte[]> added) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar.bytes()));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (kept.test(entry.getName())) {
                    put(out, entry.getName(), in.readAllBytes(), method);
                }
            }
            for (String name : added.keySet()) {
                put(out, name, added.get(name), method);
            }
        } catch (IOException e) {
            throw new IllegalStateException("in memory", e);
        }
        return bytes.toByteArray();
    }

    /** A jar in which one entry says something else. */
    public static FunctionJar with(FunctionJar jar, String entryName, String text) {
        Map<String, byte[]> added = Map.of(entryName, text.getBytes(StandardCharsets.UTF_8));
        return new FunctionJar(with(jar, entry -> !entry.equals(entryName), ZipEntry.DEFLATED, added));
    }

    /** The same content with other headers in its manifest; without signatures, which would be those of the former ones. */
    public static FunctionJar withHeaders(FunctionJar jar, Consumer<Attributes> change) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar.bytes()))) {
            Manifest manifest = manifest(jar);
            manifest.getMainAttributes().putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
            change.accept(manifest.getMainAttributes());
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    if (!entry.getName().matches("META-INF/(MANIFEST\\.MF|[^/]*\\.(SF|RSA|DSA|EC))")) {
                        put(out, entry.getName(), in.readAllBytes(), ZipEntry.DEFLATED);
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("in memory", e);
        }
        return new FunctionJar(bytes.toByteArray());
    }

    /** Empty if the jar has none. */
    private static Manifest manifest(FunctionJar jar) throws IOException {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar.bytes()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    return new Manifest(in);
                }
            }
        }
        return new Manifest();
    }

    /** What an entry of a jar says. */
    public static String text(FunctionJar jar, String entryName) {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar.bytes()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals(entryName)) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("in memory", e);
        }
        throw new IllegalArgumentException("there is no " + entryName);
    }

    private static void put(ZipOutputStream out, String name, byte[] content, int method) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
            CRC32 crc = new CRC32();
            crc.update(content);
            entry.setSize(content.length);
            entry.setCrc(crc.getValue());
        }
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
