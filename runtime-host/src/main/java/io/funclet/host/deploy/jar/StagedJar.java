package io.funclet.host.deploy.jar;

import io.funclet.host.deploy.natives.Carrier;
import io.funclet.host.deploy.natives.JarLibraries;
import io.funclet.host.deploy.natives.NativeLibrary;
import io.funclet.host.deploy.status.Origin;
import io.funclet.host.framework.plain.PlainJar;
import io.funclet.host.storage.FileErrorText;
import io.funclet.host.storage.ZipErrorText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.zip.ZipException;
import org.osgi.framework.Version;

/**
 * A private copy of a jar, complete and checked. Later changes of the file in the code directory do not affect the bundle.
 *
 * @param source the file in the code directory
 * @param label its name in the log
 * @param modified when the source was last modified
 * @param fingerprint a checksum of the content
 * @param identity what names the bundle
 * @param natives its native libraries that are made for this machine
 * @param plain what a jar without OSGi headers has; {@code null} for a bundle
 * @param isMixed whether the packages of its classes differ in their first two parts, as those of copied libraries do
 * @param provenance where the content is from; {@code null} if its directory does not ask
 * @param parts the jars of a class path, whose copies are in the directory {@code copy}; empty for a single jar
 */
public record StagedJar(
        Path source,
        String label,
        Path copy,
        FileTime modified,
        long fingerprint,
        BundleIdentity identity,
        List<NativeLibrary> natives,
        PlainJar plain,
        boolean isMixed,
        Provenance provenance,
        List<StagedJar> parts) {

    public StagedJar {
        parts = List.copyOf(parts);
    }

    public Origin origin() {
        return provenance == null ? Origin.UNKNOWN : new Origin(provenance.signer(), provenance.sha256());
    }

    /**
     * Copies and checks a jar.
     *
     * @param copy where the copy goes; deleted again if the jar is rejected
     * @param trust examines the copy before anything that it says is used; {@code null} for none
     * @throws RejectedException if it is not a complete and valid bundle; with {@link RejectedException.Remedy#TIME} if it
     *     may still be written
     */
    public static StagedJar stage(Path source, String label, Path copy, Provenance.Check trust)
            throws RejectedException {
        return stage(source, source, label, copy, trust);
    }

    /** The same with the content of another file, which serves in place of that of the source. */
    public static StagedJar stage(Path content, Path source, String label, Path copy, Provenance.Check trust)
            throws RejectedException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(content, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                // Opening a pipe would wait for a writer.
                throw new RejectedException(PathFault.of(content).orElse("is no file"));
            }
            // Before the copy, which may be larger than the disk.
            JarValidation.rejectByItsClaims(content, attributes.size());
            JarCopy.requireRoom(copy, attributes.size());
            FileTime modified = attributes.lastModifiedTime();
            long fingerprint = JarCopy.of(content, copy, attributes.size());
            if (!Files.getLastModifiedTime(content).equals(modified)
                    || Files.size(content) != attributes.size()
                    || Files.size(copy) != attributes.size()) {
                throw JarCopy.beingWritten();
            }
            JarValidation.Found found =
                    JarValidation.run(copy, source.getFileName().toString());
            Provenance provenance = trust == null ? null : trust.examine(copy);
            return new StagedJar(
                    source,
                    label,
                    copy,
                    modified,
                    fingerprint,
                    found.identity(),
                    found.natives().isEmpty() ? List.of() : JarLibraries.of(copy, found.natives()),
                    found.plain(),
                    found.isMixed(),
                    provenance,
                    List.of());
        } catch (RejectedException rejected) {
            JarCopy.delete(copy);
            throw rejected;
        } catch (NoSuchFileException gone) {
            JarCopy.delete(copy);
            throw RejectedException.stillWritten("has gone while it was read", gone);
        } catch (ZipException broken) {
            JarCopy.delete(copy);
            throw RejectedException.stillWritten(ZipErrorText.words(content, broken), broken);
        } catch (IOException | IllegalArgumentException unreadable) {
            JarCopy.delete(copy);
            if (FileErrorText.wantOfRoom(unreadable.toString()).isPresent()) {
                throw RejectedException.noResources(
                        "cannot be read now: " + FileErrorText.words(unreadable), unreadable);
            }
            throw new RejectedException("cannot be read: " + FileErrorText.words(unreadable), unreadable);
        }
    }

    /** Its native libraries, under its name. */
    public Carrier carrier() {
        return new Carrier(toString(), natives);
    }

    /** Whether it has no OSGi headers, and becomes a part of a class path. */
    public boolean isPlain() {
        return plain != null;
    }

    public String symbolicName() {
        return identity.symbolicName();
    }

    public Version version() {
        return identity.version();
    }

    /** The host of a fragment; {@code null} if it is none. */
    public String fragmentHost() {
        return identity.fragmentHost();
    }

    /** Where the framework finds the copy. */
    public String location() {
        String uri = copy.toUri().toString();
        return "reference:" + (uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri);
    }

    /** Without its directory. */
    public String fileName() {
        return source.getFileName().toString();
    }

    /** Whether a file is as large. */
    public boolean hasSizeOf(Path file) {
        try {
            return Files.size(file) == Files.size(copy);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** A further copy, for a further bundle. */
    public StagedJar again(Path further) throws RejectedException {
        if (JarCopy.link(copy, further)) {
            return new StagedJar(
                    source,
                    label,
                    further,
                    modified,
                    fingerprint,
                    identity,
                    natives,
                    plain,
                    isMixed,
                    provenance,
                    parts);
        }
        // From the file in the code directory, unless that has changed.
        StagedJar anew = stage(source, label, further, provenance == null ? null : provenance.check());
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
