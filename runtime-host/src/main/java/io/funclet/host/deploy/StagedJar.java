package io.funclet.host.deploy;

import io.funclet.host.deploy.natives.JarLibraries;
import io.funclet.host.deploy.natives.NativeLibrary;
import io.funclet.host.framework.FileFailure;
import java.io.File;
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
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.ZipException;
import org.osgi.framework.Version;

/**
 * A private copy of a jar, complete and checked: what happens to the file in the code directory from then on cannot
 * reach the bundle that is made of the copy.
 *
 * @param source the file in the code directory
 * @param label how the log names that
 * @param copy the copy
 * @param modified when the source was last modified
 * @param fingerprint of the content, to tell it from other versions of it
 * @param identity what names the bundle
 * @param natives its native libraries that are made for this machine
 */
record StagedJar(
        Path source,
        String label,
        Path copy,
        FileTime modified,
        long fingerprint,
        BundleIdentity identity,
        List<NativeLibrary> natives) {

    private static final String BEING_WRITTEN = "is being written";

    /**
     * Copies and checks a jar.
     *
     * @param source the file
     * @param label how the log names it
     * @param copy where the copy goes; deleted again if the jar is refused
     * @throws RefusedException if it is not a complete, sound bundle; as one that is still being written if it may be
     *     complete later
     */
    static StagedJar stage(Path source, String label, Path copy) throws RefusedException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(source, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                // Whoever opens a pipe waits for somebody to write.
                throw new RefusedException(PathFault.of(source).orElse("is no file"));
            }
            // What can be refused without a copy is: it may be larger than all the room that there is.
            JarCheck.refuseByItsClaims(source, attributes.size());
            requireRoom(copy, attributes.size());
            FileTime modified = attributes.lastModifiedTime();
            long fingerprint = copy(source, copy, attributes.size());
            if (!Files.getLastModifiedTime(source).equals(modified)
                    || Files.size(source) != attributes.size()
                    || Files.size(copy) != attributes.size()) {
                throw RefusedException.stillWritten(BEING_WRITTEN, null);
            }
            JarCheck.Found found = JarCheck.run(copy);
            return new StagedJar(
                    source,
                    label,
                    copy,
                    modified,
                    fingerprint,
                    found.identity(),
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

    /** Of the bundle. */
    String symbolicName() {
        return identity.symbolicName();
    }

    /** Of the bundle. */
    Version version() {
        return identity.version();
    }

    /** Of which bundle it is a fragment; {@code null} if it is none. */
    String fragmentHost() {
        return identity.fragmentHost();
    }

    /** Without its directory. */
    String fileName() {
        return source.getFileName().toString();
    }

    /** Whether two versions of it must not be active at once. */
    boolean exclusive() {
        return identity.exclusive();
    }

    /** The message of some exceptions is the path, which is said anyway. */
    private static String reason(Exception unreadable) {
        return unreadable instanceof AccessDeniedException ? "permission denied" : unreadable.getMessage();
    }

    /**
     * Copies the content. Its fingerprint is made of two checksums, for which every processor has instructions: they need
     * not withstand anybody, because who can write to the directory can have any jar deployed or not.
     */
    private static long copy(Path source, Path copy, long bytes) throws IOException, RefusedException {
        try (InputStream in = Files.newInputStream(source);
                OutputStream out = open(copy)) {
            return copy(in, out, bytes);
        }
    }

    private static long copy(InputStream in, OutputStream out, long bytes) throws IOException, RefusedException {
        long left = bytes;
        CRC32 one = new CRC32();
        CRC32C other = new CRC32C();
        byte[] chunk = new byte[16 * 1024];
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            left -= length;
            if (left < 0) {
                throw RefusedException.stillWritten(BEING_WRITTEN, null);
            }
            one.update(chunk, 0, length);
            other.update(chunk, 0, length);
            write(out, chunk, length);
        }
        return one.getValue() << 32 | other.getValue();
    }

    /** The fingerprint that a copy of a file would have; empty if it cannot be read. */
    static OptionalLong fingerprintOf(Path source) {
        try (InputStream in = Files.newInputStream(source)) {
            return OptionalLong.of(copy(in, OutputStream.nullOutputStream(), Long.MAX_VALUE));
        } catch (IOException | RefusedException unreadable) {
            return OptionalLong.empty();
        }
    }

    /** The disk is not filled up to find out: others write to it, too. */
    private static void requireRoom(Path copy, long bytes) throws RefusedException {
        File area = copy.getParent().toFile();
        // Of what cannot be asked, all is 0.
        if (area.getUsableSpace() < bytes && area.getTotalSpace() > 0) {
            throw noRoom(new IOException(FileFailure.NO_SPACE));
        }
    }

    /** Whether a file is as large. */
    boolean hasSizeOf(Path file) {
        try {
            return Files.size(file) == Files.size(copy);
        } catch (IOException unreadable) {
            return false;
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
        String words = cause instanceof NoSuchFileException ? "it has been cleaned away" : FileFailure.words(cause);
        return RefusedException.forWantOfRoom("cannot be copied to the temporary directory: " + words, cause);
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
        } catch (NoSuchFileException cleanedAway) {
            return anew(further);
        } catch (IOException | UnsupportedOperationException noLinks) {
            try {
                Files.copy(copy, further);
            } catch (IOException e) {
                delete(further);
                throw noRoom(e);
            }
        }
        return new StagedJar(source, label, further, modified, fingerprint, identity, natives);
    }

    /** From the file in the code directory, unless that is another one by now. */
    private StagedJar anew(Path further) throws RefusedException {
        StagedJar anew = stage(source, label, further);
        if (anew.fingerprint != fingerprint) {
            anew.discard();
            throw new RefusedException(
                    "has lost its copy in the temporary directory, and its file is another one by now");
        }
        return anew;
    }

    @Override
    public String toString() {
        return symbolicName() + " " + version() + " (" + label + ")";
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
