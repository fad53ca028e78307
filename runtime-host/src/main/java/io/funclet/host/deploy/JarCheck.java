package io.funclet.host.deploy;

import io.funclet.host.framework.PlatformBoundary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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

/** Whether a jar is whole, and what it says of itself: bounded work, whatever the jar claims to hold. */
final class JarCheck {

    private static final int MAX_MANIFEST_BYTES = 1 << 20;
    private static final long MAX_ENTRIES = 65_535;
    private static final long MAX_UNPACKED_BYTES = 1L << 30;

    /**
     * What has been found.
     *
     * @param manifest the manifest
     * @param natives entries that are native libraries, or may hold some
     */
    record Found(Attributes manifest, List<String> natives) {}

    private JarCheck() {}

    /** Reads every entry to its end and compares its CRC, which ZipFile does not. */
    static Found run(Path copy) throws IOException, RefusedException {
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            if (zip.size() > MAX_ENTRIES) {
                throw new RefusedException("has " + zip.size() + " entries, more than " + MAX_ENTRIES);
            }
            long left = MAX_UNPACKED_BYTES;
            byte[] chunk = new byte[16 * 1024];
            List<String> natives = new ArrayList<>();
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                refuseEscape(entry.getName());
                if (entry.getSize() > left) {
                    throw tooLarge();
                }
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
                if (crc.getValue() != entry.getCrc()) {
                    throw new ZipException("the content of " + entry.getName() + " is not what it was packed from");
                }
            }
            Attributes manifest = manifest(zip);
            if (manifest.getValue(Constants.BUNDLE_SYMBOLICNAME) == null) {
                throw new RefusedException(
                        "is not an OSGi bundle: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME);
            }
            String fragmentHost = manifest.getValue(Constants.FRAGMENT_HOST);
            if (fragmentHost != null && PlatformBoundary.isOfTheFramework(fragmentHost.split(";", 2)[0].strip())) {
                throw new RefusedException("is a fragment of the framework, which would be a part of the runtime");
            }
            natives.addAll(jarsOfClassPath(zip, manifest));
            return new Found(manifest, natives);
        }
    }

    /** Found by its content, because that costs nothing here: most jars have none, and then load no class that knows more. */
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

    private static RefusedException tooLarge() {
        return new RefusedException("unpacks to more than " + MAX_UNPACKED_BYTES + " bytes");
    }

    private static void refuseEscape(String name) throws RefusedException {
        if (name.startsWith("/") || name.contains("\\") || ("/" + name + "/").contains("/../")) {
            throw new RefusedException("holds an entry that points out of the jar: " + name);
        }
    }

    /** Reads the manifest alone. */
    static Attributes manifest(ZipFile zip) throws IOException, RefusedException {
        ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
        if (entry == null) {
            throw new RefusedException("is not an OSGi bundle: it has no manifest");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            // Counted, not believed: what the entry says of its size need not be true.
            byte[] manifest = in.readNBytes(MAX_MANIFEST_BYTES + 1);
            if (manifest.length > MAX_MANIFEST_BYTES) {
                throw new RefusedException("has a manifest of more than " + MAX_MANIFEST_BYTES + " bytes");
            }
            return new Manifest(new ByteArrayInputStream(manifest)).getMainAttributes();
        } catch (IOException e) {
            throw new RefusedException("has a broken manifest: " + e.getMessage(), e);
        }
    }
}
