package io.funclet.host.deploy;

import io.funclet.host.deploy.natives.JarLibraries;
import io.funclet.host.deploy.natives.NativeLibrary;
import io.funclet.host.framework.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.OptionalLong;
import java.util.jar.Attributes;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.ZipException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A private copy of a jar, complete and checked: what happens to the file in the code directory from then on cannot
 * reach the bundle that is made of the copy.
 *
 * @param source the file in the code directory
 * @param copy the copy
 * @param modified when the source was last modified
 * @param fingerprint of the content, to tell it from other versions of it
 * @param symbolicName of the bundle
 * @param version of the bundle
 * @param fragmentHost of which bundle it is a fragment; {@code null} if it is none
 * @param exclusive whether two versions of it must not be active at once
 * @param natives its native libraries that are made for this machine
 */
record StagedJar(
        Path source,
        Path copy,
        FileTime modified,
        long fingerprint,
        String symbolicName,
        Version version,
        String fragmentHost,
        boolean exclusive,
        List<NativeLibrary> natives) {

    /** The capability that {@code @ExclusiveFunction} gives to a bundle. */
    private static final String EXCLUSIVE = "io.funclet.exclusive";

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
            BasicFileAttributes attributes = Files.readAttributes(source, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                // Whoever opens a pipe waits for somebody to write.
                throw new RefusedException(PathFault.of(source).orElse("is no file"));
            }
            FileTime modified = attributes.lastModifiedTime();
            long fingerprint = copy(source, copy);
            if (!Files.getLastModifiedTime(source).equals(modified) || Files.size(source) != Files.size(copy)) {
                throw RefusedException.stillWritten("is being written", null);
            }
            JarCheck.Found found = JarCheck.run(copy);
            Attributes manifest = found.manifest();
            return new StagedJar(
                    source,
                    copy,
                    modified,
                    fingerprint,
                    name(manifest, Constants.BUNDLE_SYMBOLICNAME),
                    version(manifest),
                    name(manifest, Constants.FRAGMENT_HOST),
                    isExclusive(manifest),
                    found.natives().isEmpty() ? List.of() : JarLibraries.of(copy, found.natives()));
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
            if (FileFailure.wantOfRoom(unreadable.toString()).isPresent()) {
                throw RefusedException.forWantOfRoom(
                        "cannot be read now: " + FileFailure.words(unreadable), unreadable);
            }
            throw new RefusedException("cannot be read: " + reason(unreadable), unreadable);
        }
    }

    /** The message of some exceptions is the path, which is said anyway. */
    private static String reason(Exception unreadable) {
        return unreadable instanceof AccessDeniedException ? "permission denied" : unreadable.getMessage();
    }

    /**
     * Copies the content. Its fingerprint is made of two checksums, for which every processor has instructions: they need
     * not withstand anybody, because who can write to the directory can have any jar deployed or not.
     */
    private static long copy(Path source, Path copy) throws IOException, RefusedException {
        try (InputStream in = Files.newInputStream(source);
                OutputStream out = open(copy)) {
            return copy(in, out);
        }
    }

    private static long copy(InputStream in, OutputStream out) throws IOException, RefusedException {
        CRC32 one = new CRC32();
        CRC32C other = new CRC32C();
        byte[] chunk = new byte[16 * 1024];
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            one.update(chunk, 0, length);
            other.update(chunk, 0, length);
            write(out, chunk, length);
        }
        return one.getValue() << 32 | other.getValue();
    }

    /** The fingerprint that a copy of a file would have; empty if it cannot be read. */
    static OptionalLong fingerprintOf(Path source) {
        try (InputStream in = Files.newInputStream(source)) {
            return OptionalLong.of(copy(in, OutputStream.nullOutputStream()));
        } catch (IOException | RefusedException unreadable) {
            return OptionalLong.empty();
        }
    }

    private static OutputStream open(Path copy) throws RefusedException {
        try {
            return Files.newOutputStream(copy);
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    private static void write(OutputStream out, byte[] chunk, int length) throws RefusedException {
        try {
            out.write(chunk, 0, length);
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    /** It is not the jar that is at fault, and it may be taken as it is, later. */
    private static RefusedException noRoom(IOException cause) {
        return RefusedException.forWantOfRoom(
                "cannot be copied to the temporary directory: " + FileFailure.words(cause), cause);
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

    /**
     * A further copy, for a further bundle.
     *
     * @param further where it goes
     * @throws RefusedException if it cannot be made
     */
    StagedJar again(Path further) throws RefusedException {
        try {
            Files.createLink(further, copy);
        } catch (IOException | UnsupportedOperationException noLinks) {
            try {
                Files.copy(copy, further);
            } catch (IOException e) {
                delete(further);
                throw noRoom(e);
            }
        }
        return new StagedJar(
                source, further, modified, fingerprint, symbolicName, version, fragmentHost, exclusive, natives);
    }

    /** As a log names it, without its directory. */
    @Override
    public String toString() {
        return symbolicName + " " + version + " (" + source.getFileName() + ")";
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
