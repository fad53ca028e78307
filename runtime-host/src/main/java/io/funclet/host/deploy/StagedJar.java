package io.funclet.host.deploy;

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
 * @param fragment whether the bundle is a fragment
 */
record StagedJar(
        Path source,
        Path copy,
        FileTime modified,
        String digest,
        String symbolicName,
        Version version,
        boolean fragment) {

    private static final long MAX_MANIFEST_BYTES = 1 << 20;
    private static final long MAX_ENTRIES = 65_535;
    private static final long MAX_UNPACKED_BYTES = 1L << 30;

    /**
     * Copies and checks a jar.
     *
     * @param source the file
     * @param copy where the copy goes; deleted again if the jar is refused
     * @throws RefusedException if it is not a complete, sound bundle
     */
    static StagedJar stage(Path source, Path copy) throws RefusedException {
        try {
            FileTime modified = Files.getLastModifiedTime(source);
            String digest = copy(source, copy);
            Attributes manifest = check(copy);
            return new StagedJar(
                    source, copy, modified, digest, symbolicName(manifest), version(manifest), isFragment(manifest));
        } catch (RefusedException refused) {
            delete(copy);
            throw refused;
        } catch (NoSuchFileException gone) {
            delete(copy);
            throw new RefusedException("the file has gone while it was read", gone);
        } catch (ZipException broken) {
            delete(copy);
            throw new RefusedException("not a complete zip file: " + broken.getMessage(), broken);
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

    /** Reads every entry to its end, which checks its CRC, and returns the manifest's main attributes. */
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
                try (InputStream in = zip.getInputStream(entry)) {
                    for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                        left -= length;
                        if (left < 0) {
                            throw new RefusedException("unpacks to more than " + MAX_UNPACKED_BYTES + " bytes");
                        }
                    }
                }
            }
            return manifest(zip);
        }
    }

    private static void refuseEscape(String name) throws RefusedException {
        if (name.startsWith("/") || name.contains("\\") || ("/" + name + "/").contains("/../")) {
            throw new RefusedException("holds an entry that points out of the jar: " + name);
        }
    }

    private static Attributes manifest(ZipFile zip) throws IOException, RefusedException {
        ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
        if (entry == null) {
            throw new RefusedException("not an OSGi bundle: it has no manifest");
        }
        if (entry.getSize() > MAX_MANIFEST_BYTES) {
            throw new RefusedException("has a manifest of more than " + MAX_MANIFEST_BYTES + " bytes");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new Manifest(in).getMainAttributes();
        } catch (IOException e) {
            throw new RefusedException("has a broken manifest: " + e.getMessage(), e);
        }
    }

    private static String symbolicName(Attributes manifest) throws RefusedException {
        String header = manifest.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (header == null) {
            throw new RefusedException("not an OSGi bundle: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME);
        }
        int directives = header.indexOf(';');
        return (directives < 0 ? header : header.substring(0, directives)).strip();
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

    private static boolean isFragment(Attributes manifest) {
        return manifest.getValue(Constants.FRAGMENT_HOST) != null;
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
