package io.funclet.host.deploy.jar;

import io.funclet.host.framework.plain.PlainJar;
import io.funclet.host.framework.plain.PlainJarReader;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;

/** Checks that a jar is complete, and reads its manifest: bounded work, whatever the jar claims to contain. */
public final class JarValidation {

    private static final int MAX_MANIFEST_BYTES = 1 << 20;
    private static final long MAX_ENTRIES = 65_535;
    private static final long MAX_UNPACKED_BYTES = 1L << 30;

    /**
     * @param natives entries that are native libraries, or may hold some
     * @param plain what a jar without OSGi headers has; {@code null} for a bundle
     * @param isMixed whether the packages of a bundle's classes differ in their first two parts
     */
    record Found(BundleIdentity identity, List<String> natives, PlainJar plain, boolean isMixed) {}

    private JarValidation() {}

    /** Rejects a file by its size, its table of contents and its manifest, before anything else of it is read. */
    static void rejectByItsClaims(Path source, long bytes) throws IOException, RejectedException {
        // A packed jar is hardly ever larger than an unpacked one.
        if (bytes > MAX_UNPACKED_BYTES) {
            throw new RejectedException("is a file of " + bytes + " bytes, more than " + MAX_UNPACKED_BYTES);
        }
        try (ZipFile zip = new ZipFile(source.toFile())) {
            Attributes manifest = claims(zip);
            if (!BundleIdentity.isMissing(manifest)) {
                BundleIdentity.of(manifest);
            }
        } catch (FileNotFoundException closed) {
            throw Files.isReadable(source) ? closed : new AccessDeniedException(source.toString());
        }
    }

    /**
     * Reads every entry to its end and compares its CRC, which ZipFile does not.
     *
     * @param fileName the name of the jar in the code directory
     */
    static Found run(Path copy, String fileName) throws IOException, RejectedException {
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            Attributes manifest = claims(zip);
            List<String> natives = readAll(zip);
            natives.addAll(jarsOfClassPath(zip, manifest));
            return BundleIdentity.isMissing(manifest)
                    ? plain(PlainJarReader.read(zip, manifest, fileName), natives)
                    : new Found(BundleIdentity.of(manifest), natives, null, isMixed(zip));
        }
    }

    /** Whether a file seems to be a jar without OSGi headers. Reads its manifest alone. */
    public static boolean isPlain(Path jar) {
        try {
            // Opening a pipe would wait for a writer.
            return Files.isRegularFile(jar) && hasPlainManifest(jar);
        } catch (IOException | RejectedException | IllegalArgumentException unreadable) {
            return false;
        }
    }

    private static boolean hasPlainManifest(Path jar) throws IOException, RejectedException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return BundleIdentity.isMissing(manifest(zip));
        }
    }

    private static Found plain(PlainJar plain, List<String> natives) throws RejectedException {
        if (plain.fault().isPresent()) {
            throw new RejectedException(plain.fault().get());
        }
        natives.addAll(plain.nested());
        return new Found(new BundleIdentity(plain.name(), plain.version(), null, false, ""), natives, plain, false);
    }

    /** The claims of the jar need not be true, but are enough to reject it. Returns the manifest. */
    private static Attributes claims(ZipFile zip) throws IOException, RejectedException {
        if (zip.size() > MAX_ENTRIES) {
            throw new RejectedException("has " + zip.size() + " entries, more than " + MAX_ENTRIES);
        }
        long left = MAX_UNPACKED_BYTES;
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            rejectEscape(entry.getName());
            if (entry.getSize() > left) {
                throw tooLarge();
            }
            left -= entry.getSize();
        }
        return manifest(zip);
    }

    /** Returns the entries that are native libraries. */
    private static List<String> readAll(ZipFile zip) throws IOException, RejectedException {
        List<String> natives = new ArrayList<>();
        long left = MAX_UNPACKED_BYTES;
        byte[] chunk = new byte[16 * 1024];
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            CRC32 crc = new CRC32();
            try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
                int length = in.readNBytes(chunk, 0, chunk.length);
                if (isLibrary(chunk, length)) {
                    natives.add(entry.getName());
                }
                for (; length > 0; length = in.readNBytes(chunk, 0, chunk.length)) {
                    left -= length;
                    if (left < 0) {
                        throw tooLarge();
                    }
                }
            }
            requireCrc(entry, crc);
        }
        return natives;
    }

    private static boolean isMixed(ZipFile zip) {
        String first = null;
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            String name = entries.nextElement().getName();
            int slash = name.indexOf('/');
            if (name.endsWith(".class") && slash > 0) {
                String top = name.substring(0, Math.max(slash, name.indexOf('/', slash + 1)));
                if (first != null && !top.equals(first)) {
                    return true;
                }
                first = top;
            }
        }
        return false;
    }

    /** By its content. Most jars have no library, and then load no further class. */
    private static boolean isLibrary(byte[] begin, int length) {
        return length >= 4 && begin[0] == 0x7F && begin[1] == 'E' && begin[2] == 'L' && begin[3] == 'F';
    }

    private static List<String> jarsOfClassPath(ZipFile zip, Attributes manifest) {
        String classPath = manifest.getValue(Constants.BUNDLE_CLASSPATH);
        return classPath == null
                ? List.of()
                : Stream.of(classPath.split(","))
                        .map(element -> zip.getEntry(element.split(";", 2)[0].strip()))
                        .filter(entry -> entry != null && !entry.isDirectory())
                        .map(ZipEntry::getName)
                        .toList();
    }

    private static RejectedException tooLarge() {
        return new RejectedException("unpacks to more than " + MAX_UNPACKED_BYTES + " bytes");
    }

    private static void rejectEscape(String name) throws RejectedException {
        if (name.startsWith("/") || name.contains("\\") || ("/" + name + "/").contains("/../")) {
            throw new RejectedException("holds an entry that points out of the jar: " + name);
        }
    }

    /** Reads the manifest alone; empty if there is none. */
    public static Attributes manifest(ZipFile zip) throws IOException, RejectedException {
        ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
        if (entry == null) {
            return new Attributes();
        }
        byte[] manifest;
        try (InputStream in = zip.getInputStream(entry)) {
            // Counted: the size that the entry claims need not be true.
            manifest = in.readNBytes(MAX_MANIFEST_BYTES + 1);
        }
        if (manifest.length > MAX_MANIFEST_BYTES) {
            throw new RejectedException("has a manifest of more than " + MAX_MANIFEST_BYTES + " bytes");
        }
        CRC32 crc = new CRC32();
        crc.update(manifest);
        requireCrc(entry, crc);
        BundleIdentity.requireOneOfEach(manifest);
        try {
            return new Manifest(new ByteArrayInputStream(manifest)).getMainAttributes();
        } catch (IOException e) {
            throw new RejectedException("has a broken manifest: " + e.getMessage(), e);
        }
    }

    private static void requireCrc(ZipEntry entry, CRC32 crc) throws ZipException {
        if (crc.getValue() != entry.getCrc()) {
            throw new ZipException("the content of " + entry.getName() + " is not what it was packed from");
        }
    }
}
