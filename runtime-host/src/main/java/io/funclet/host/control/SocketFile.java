package io.funclet.host.control;

import io.funclet.host.storage.PrivateDirectory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file of a listening Unix domain socket. A socket is bound under a name in a directory that only this user can enter,
 * gets its mode, and is then renamed: nobody else can ever open it, whatever the umask, and what an earlier process has
 * left is replaced.
 *
 * @param path where clients find it
 * @param hidden the directory in which it is bound
 */
record SocketFile(Path path, Path hidden) {

    private static final String MODE = "rw-------";

    /** The system's limit, with the byte that ends it. */
    private static final int MOST_BYTES = 107;

    /**
     * Prepares the place.
     *
     * @throws IOException if the path cannot be used; the message says why, in one line
     */
    static SocketFile prepare(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
            rejectUnlessLeft(absolute);
        }
        if (!Files.isDirectory(absolute.getParent())) {
            throw new IOException("there is no directory " + absolute.getParent());
        }
        SocketFile file = new SocketFile(
                absolute, PrivateDirectory.create(absolute.getParent(), ".").path());
        // It is bound by the one, and found by the other.
        int bytes = Math.max(bytes(file.bound()), bytes(absolute));
        if (bytes > MOST_BYTES) {
            file.discard();
            throw new IOException(path + " is too long for a socket, by " + (bytes - MOST_BYTES) + " bytes");
        }
        return file;
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static void rejectUnlessLeft(Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isOther()) {
            throw new IOException(path + " is there, and is no socket");
        }
        boolean answers;
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // One that is there and takes no connections would be waited for, for good.
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            answers = true;
        } catch (ConnectException left) {
            answers = false;
        } catch (SocketException busyOrForbidden) {
            answers = true;
        }
        if (answers) {
            throw new IOException(path + " is another process's");
        }
    }

    /** Where it is to be bound. */
    Path bound() {
        return hidden.resolve("s");
    }

    /** It is bound: from now on, clients find it. */
    void reveal() throws IOException {
        Files.setPosixFilePermissions(bound(), PosixFilePermissions.fromString(MODE));
        Files.move(bound(), path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(hidden);
    }

    /** It has not come to be bound, or not to be revealed. */
    void discard() throws IOException {
        Files.deleteIfExists(bound());
        Files.deleteIfExists(hidden);
    }

    /** What tells this file from one that another process puts in its place. */
    Object identity() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** Deletes the file, unless another process has put its own in its place. */
    void remove(Object identity) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && identity().equals(identity)) {
            Files.delete(path);
        }
    }
}
