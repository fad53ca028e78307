package io.funclet.host.deploy.jar;

import io.funclet.host.storage.FileErrorText;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Copies of jars in the temporary directory. The disk may be full, and the directory may be deleted. */
public final class JarCopy {

    private JarCopy() {}

    /**
     * Copies the content, and returns its fingerprint: two fast checksums. They need not resist attacks, because a user who
     * can write to the directory can deploy any jar.
     */
    static long of(Path source, Path copy, long bytes) throws IOException, RejectedException {
        try (InputStream in = Files.newInputStream(source);
                OutputStream out = open(copy)) {
            return copy(in, out, bytes);
        }
    }

    private static long copy(InputStream in, OutputStream out, long bytes) throws IOException, RejectedException {
        long left = bytes;
        CRC32 one = new CRC32();
        CRC32C other = new CRC32C();
        byte[] chunk = new byte[16 * 1024];
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            left -= length;
            if (left < 0) {
                throw beingWritten();
            }
            one.update(chunk, 0, length);
            other.update(chunk, 0, length);
            write(out, chunk, length);
        }
        return one.getValue() << 32 | other.getValue();
    }

    /** The fingerprint that a copy of a file would have; empty if it cannot be read. */
    public static OptionalLong fingerprintOf(Path source) {
        if (!Files.isRegularFile(source)) {
            // Opening a pipe would wait for a writer.
            return OptionalLong.empty();
        }
        try (InputStream in = Files.newInputStream(source)) {
            return OptionalLong.of(copy(in, OutputStream.nullOutputStream(), Long.MAX_VALUE));
        } catch (IOException | RejectedException unreadable) {
            return OptionalLong.empty();
        }
    }

    /** The SHA-256 digest of a file, in lower-case hexadecimal digits; empty if it cannot be read. */
    public static Optional<String> sha256Of(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[16 * 1024];
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                digest.update(chunk, 0, length);
            }
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (IOException unreadable) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Without filling up the disk, which others use, too. */
    static void requireRoom(Path copy, long bytes) throws RejectedException {
        File area = copy.getParent().toFile();
        // Both are 0 if they are unknown.
        if (area.getUsableSpace() < bytes && area.getTotalSpace() > 0) {
            throw noRoom(new IOException(FileErrorText.NO_SPACE));
        }
    }

    private static OutputStream open(Path copy) throws RejectedException {
        try {
            return Files.newOutputStream(copy);
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    private static void write(OutputStream out, byte[] chunk, int length) throws RejectedException {
        try {
            out.write(chunk, 0, length);
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    /** The jar itself is not at fault, and may be accepted later. */
    public static RejectedException noRoom(IOException cause) {
        String words = cause instanceof NoSuchFileException ? "it has been cleaned away" : FileErrorText.words(cause);
        return RejectedException.noResources("cannot be copied to the temporary directory: " + words, cause);
    }

    /** Makes a hard link to a copy or, where that is not possible, a further copy; {@code false} if the copy is gone. */
    static boolean link(Path copy, Path further) throws RejectedException {
        try {
            Files.createLink(further, copy);
        } catch (NoSuchFileException cleanedAway) {
            return false;
        } catch (IOException | UnsupportedOperationException noLinks) {
            try {
                Files.copy(copy, further);
            } catch (IOException e) {
                delete(further);
                throw noRoom(e);
            }
        }
        return true;
    }

    static RejectedException beingWritten() {
        return RejectedException.stillWritten("is being written", null);
    }

    /** Deletes a copy, or a directory of copies. */
    public static void delete(Path copy) {
        try {
            if (Files.isDirectory(copy)) {
                try (Stream<Path> inside = Files.list(copy)) {
                    inside.forEach(JarCopy::delete);
                }
            }
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            // The whole staging area goes when the process ends.
            copy.toFile().deleteOnExit();
        }
    }
}
