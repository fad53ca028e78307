package io.funclet.host.deploy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A private copy of a jar, complete and checked: what happens to the file in the code directory from then on cannot
 * reach the bundle that is made of the copy.
 *
 * @param source the file in the code directory
 * @param copy the copy
 * @param modified when the source was last modified
 * @param digest of the content
 * @param symbolicName of the bundle
 * @param version of the bundle
 * @param fragmentHost of which bundle it is a fragment; {@code null} if it is none
 * @param exclusive whether two versions of it must not be active at once
 */
record StagedJar(
        Path source,
        Path copy,
        FileTime modified,
        String digest,
        String symbolicName,
        Version version,
        String fragmentHost,
        boolean exclusive) {

    /** The capability that {@code @ExclusiveFunction} gives to a bundle. */
    private static final String EXCLUSIVE = "io.funclet.exclusive";

    private static final int MAX_MANIFEST_BYTES = 1 << 20;
    private static final long MAX_ENTRIES = 65_535;
    private static final long MAX_UNPACKED_BYTES = 1L << 30;

    /**
     * Copies and checks a jar.
     *
     * @param source the file
     * @param copy where the copy goes; deleted again if the jar is refused
     * @throws RefusedException if it is not a complete, sound bundle; as one that is still being written if it may be
     *     complete later
     */
    static StagedJar stage(Path source, Path copy) throws RefusedException {
        try {
            FileTime modified = Files.getLastModifiedTime(source);
            String digest = copy(source, copy);
            if (!Files.getLastModifiedTime(source).equals(modified) || Files.size(source) != Files.size(copy)) {
                throw RefusedException.stillWritten("is being written", null);
            }
            Attributes manifest = check(copy);
            return new StagedJar(
                    source,
                    copy,
                    modified,
                    digest,
                    name(manifest, Constants.BUNDLE_SYMBOLICNAME),
                    version(manifest),
                    name(manifest, Constants.FRAGMENT_HOST),
                    isExclusive(manifest));
        } catch (RefusedException refused) {
            delete(copy);
            throw refused;
        } catch (NoSuchFileException gone) {
            delete(copy);
            throw RefusedException.stillWritten("has gone while it was read", gone);
        } catch (ZipException broken) {
            delete(copy);
            throw RefusedException.stillWritten("is not a complete zip file: " + broken.getMessage(), broken);
        } catch (IOException | IllegalArgumentException unreadable) {
            delete(copy);
            throw new RefusedException("cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static String copy(Path source, Path copy) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        byte[] chunk = new byte[16 * 1024];
        try (InputStream in = Files.newInputStream(source);
                var out = Files.newOutputStream(copy)) {
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                digest.update(chunk, 0, length);
                out.write(chunk, 0, length);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Reads every entry to its end and compares its CRC, which ZipFile does not; returns the manifest. */
    private static Attributes check(Path copy) throws IOException, RefusedException {
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            if (zip.size() > MAX_ENTRIES) {
                throw new RefusedException("has " + zip.size() + " entries, more than " + MAX_ENTRIES);
            }
            long left = MAX_UNPACKED_BYTES;
            byte[] chunk = new byte[16 * 1024];
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                refuseEscape(entry.getName());
                if (entry.getSize() > left) {
                    throw tooLarge();
                }
                CRC32 crc = new CRC32();
                try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
                    for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
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
            return manifest;
        }
    }

    private static RefusedException tooLarge() {
        return new RefusedException("unpacks to more than " + MAX_UNPACKED_BYTES + " bytes");
    }

    private static void refuseEscape(String name) throws RefusedException {
        if (name.startsWith("/") || name.contains("\\") || ("/" + name + "/").contains("/../")) {
            throw new RefusedException("holds an entry that points out of the jar: " + name);
        }
    }

    private static Attributes manifest(ZipFile zip) throws IOException, RefusedException {
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

    /** The name in a header, without the directives and attributes that follow it. */
    private static String name(Attributes manifest, String header) {
        String value = manifest.getValue(header);
        return value == null ? null : value.split(";", 2)[0].strip();
    }

    private static Version version(Attributes manifest) throws RefusedException {
        String header = manifest.getValue(Constants.BUNDLE_VERSION);
        try {
            return Version.parseVersion(header);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    "has a " + Constants.BUNDLE_VERSION + " that is not a version: \"" + header.strip() + "\"", e);
        }
    }

    private static boolean isExclusive(Attributes manifest) {
        String provided = manifest.getValue(Constants.PROVIDE_CAPABILITY);
        return provided != null && provided.contains(EXCLUSIVE);
    }

    /** Deletes the copy. */
    void discard() {
        delete(copy);
    }

    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            // The whole staging area goes when the process ends.
            copy.toFile().deleteOnExit();
        }
    }
}
