package io.funclet.host.control;

import io.funclet.host.storage.PrivateDirectory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/**
 * The file of a listening Unix domain socket. It is bound in a private directory, gets its mode, and is then renamed.
 * So no other user can open it, whatever the umask, and it replaces the file of an ended process.
 *
 * @param path where clients find it
 * @param hidden the directory in which it is bound
 * @param group of users who may open it beside that of the process; {@code null} for none
 */
record SocketFile(Path path, Path hidden, GroupPrincipal group) {

    /** The system's limit, with the byte that ends it. */
    private static final int MOST_BYTES = 107;

    /** Prepares the directory. If the path cannot be used, the message of the exception says why, in one line. */
    static SocketFile prepare(Path path) throws IOException {
        return prepare(path, null);
    }

    /** The same for users of a group, too. */
    static SocketFile prepare(Path path, String group) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
            rejectUnlessLeft(absolute);
        }
        GroupPrincipal users = group == null ? null : find(path, group);
        if (!Files.isDirectory(absolute.getParent())) {
            throw new IOException("there is no directory " + absolute.getParent());
        }
        SocketFile file = new SocketFile(
                absolute, PrivateDirectory.create(absolute.getParent(), ".").path(), users);
        // The server uses the first path, clients the second.
        int bytes = Math.max(bytes(file.bound()), bytes(absolute));
        if (bytes > MOST_BYTES) {
            file.discard();
            throw new IOException(path + " is too long for a socket, by " + (bytes - MOST_BYTES) + " bytes");
        }
        return file;
    }

    private static GroupPrincipal find(Path path, String group) throws IOException {
        try {
            return path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
        } catch (UserPrincipalNotFoundException unknown) {
            throw new IOException("there is no group " + group, unknown);
        }
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
        if (isInUse(path)) {
            throw new IOException(path + " is another process's");
        }
    }

    private static boolean isInUse(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // A blocking connect would wait forever for a process that accepts no connections.
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException left) {
            return false;
        } catch (SocketException busyOrForbidden) {
            return true;
        }
    }

    Path bound() {
        return hidden.resolve("s");
    }

    /** Makes the bound socket visible to clients. */
    void reveal() throws IOException {
        if (group != null) {
            giveToGroup();
        }
        Files.setPosixFilePermissions(
                bound(), PosixFilePermissions.fromString(group == null ? "rw-------" : "rw-rw----"));
        Files.move(bound(), path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(hidden);
    }

    private void giveToGroup() throws IOException {
        try {
            Files.getFileAttributeView(bound(), PosixFileAttributeView.class).setGroup(group);
        } catch (FileSystemException notAMember) {
            throw new IOException("this user may not give a file to the group " + group.getName(), notAMember);
        }
    }

    /** Deletes the socket before it was visible. */
    void discard() throws IOException {
        Files.deleteIfExists(bound());
        Files.deleteIfExists(hidden);
    }

    /** Identifies this file, in case another process replaces it. */
    Object identity() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** Deletes the file, unless another process has replaced it. */
    void remove(Object identity) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && identity().equals(identity)) {
            Files.delete(path);
        }
    }
}
