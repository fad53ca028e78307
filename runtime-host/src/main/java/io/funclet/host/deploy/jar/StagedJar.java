package io.funclet.host.deploy.jar;

import io.funclet.host.deploy.natives.JarLibraries;
import io.funclet.host.deploy.natives.NativeLibrary;
import io.funclet.host.storage.FileErrorText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
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
public record StagedJar(
        Path source,
        String label,
        Path copy,
        FileTime modified,
        long fingerprint,
        BundleIdentity identity,
        List<NativeLibrary> natives) {

    /**
     * Copies and checks a jar.
     *
     * @param source the file
     * @param label how the log names it
     * @param copy where the copy goes; deleted again if the jar is rejected
     * @throws RejectedException if it is not a complete, sound bundle; as one that is still being written if it may be
     *     complete later
     */
    public static StagedJar stage(Path source, String label, Path copy) throws RejectedException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(source, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                // Whoever opens a pipe waits for somebody to write.
                throw new RejectedException(PathFault.of(source).orElse("is no file"));
            }
            // What can be rejected without a copy is: it may be larger than all the room that there is.
            JarValidation.rejectByItsClaims(source, attributes.size());
            JarCopy.requireRoom(copy, attributes.size());
            FileTime modified = attributes.lastModifiedTime();
            long fingerprint = JarCopy.of(source, copy, attributes.size());
            if (!Files.getLastModifiedTime(source).equals(modified)
                    || Files.size(source) != attributes.size()
                    || Files.size(copy) != attributes.size()) {
                throw JarCopy.beingWritten();
            }
            JarValidation.Found found = JarValidation.run(copy);
            return new StagedJar(
                    source,
                    label,
                    copy,
                    modified,
                    fingerprint,
                    found.identity(),
                    found.natives().isEmpty() ? List.of() : JarLibraries.of(copy, found.natives()));
        } catch (RejectedException rejected) {
            JarCopy.delete(copy);
            throw rejected;
        } catch (NoSuchFileException gone) {
            JarCopy.delete(copy);
            throw RejectedException.stillWritten("has gone while it was read", gone);
        } catch (ZipException broken) {
            JarCopy.delete(copy);
            throw RejectedException.stillWritten("is not a complete zip file: " + broken.getMessage(), broken);
        } catch (IOException | IllegalArgumentException unreadable) {
            JarCopy.delete(copy);
            if (FileErrorText.wantOfRoom(unreadable.toString()).isPresent()) {
                throw RejectedException.noResources(
                        "cannot be read now: " + FileErrorText.words(unreadable), unreadable);
            }
            throw new RejectedException("cannot be read: " + reason(unreadable), unreadable);
        }
    }

    /** Of the bundle. */
    public String symbolicName() {
        return identity.symbolicName();
    }

    /** Of the bundle. */
    public Version version() {
        return identity.version();
    }

    /** Of which bundle it is a fragment; {@code null} if it is none. */
    public String fragmentHost() {
        return identity.fragmentHost();
    }

    /** Without its directory. */
    public String fileName() {
        return source.getFileName().toString();
    }

    /** Whether two versions of it must not be active at once. */
    public boolean exclusive() {
        return identity.exclusive();
    }

    /** The message of some exceptions is the path, which is said anyway. */
    private static String reason(Exception unreadable) {
        return unreadable instanceof AccessDeniedException ? "permission denied" : unreadable.getMessage();
    }

    /** Whether a file is as large. */
    public boolean hasSizeOf(Path file) {
        try {
            return Files.size(file) == Files.size(copy);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /**
     * A further copy, for a further bundle.
     *
     * @param further where it goes
     * @throws RejectedException if it cannot be made
     */
    public StagedJar again(Path further) throws RejectedException {
        return JarCopy.link(copy, further)
                ? new StagedJar(source, label, further, modified, fingerprint, identity, natives)
                : anew(further);
    }

    /** From the file in the code directory, unless that is another one by now. */
    private StagedJar anew(Path further) throws RejectedException {
        StagedJar anew = stage(source, label, further);
        if (anew.fingerprint != fingerprint) {
            anew.discard();
            throw new RejectedException(
                    "has lost its copy in the temporary directory, and its file is another one by now");
        }
        return anew;
    }

    @Override
    public String toString() {
        return symbolicName() + " " + version() + " (" + label + ")";
    }

    /** Deletes the copy. */
    public void discard() {
        JarCopy.delete(copy);
    }
}
