package io.funclet.host.storage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * A directory that this process has made for its user only. {@link Files#createTempDirectory} would add an unguessable
 * name, which protects nothing here, and takes 5 ms of a start for random numbers. Any thread.
 *
 * @param key distinguishes it from a later one at the same path
 */
public record PrivateDirectory(Path path, Object key, Object user) {

    private static final Set<PosixFilePermission> OWNERS_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /** Creates a directory that only the user of this process can enter. */
    public static PrivateDirectory create(Path parent, String prefix) throws IOException {
        while (true) {
            try {
                return create(parent.resolve(prefix + (System.nanoTime() & Long.MAX_VALUE)));
            } catch (FileAlreadyExistsException taken) {
                // By another process, at the same nanosecond.
            }
        }
    }

    /** Creates a directory at this path that only the user of this process can enter. Throws if anything is there. */
    public static PrivateDirectory create(Path path) throws IOException {
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNERS_ONLY));
        return found(path);
    }

    private static PrivateDirectory found(Path path) throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(path, "unix:fileKey,uid,isDirectory", LinkOption.NOFOLLOW_LINKS);
        if (!(boolean) attributes.get("isDirectory")) {
            throw new NotDirectoryException(path.toString());
        }
        return new PrivateDirectory(path, attributes.get("fileKey"), attributes.get("uid"));
    }

    /**
     * Recreates the directory if it is gone. Takes one of the same user that is there now, and closes it to others.
     * Throws if something of another user is there.
     */
    public PrivateDirectory again() throws IOException {
        try {
            return create(path);
        } catch (FileAlreadyExistsException taken) {
            PrivateDirectory found = found(path);
            if (!found.user.equals(user)) {
                throw new FileSystemException(path.toString(), null, "is another user's by now");
            }
            Files.setPosixFilePermissions(path, OWNERS_ONLY);
            return found;
        }
    }

    /** Whether it is still there, and not replaced; {@code false} also if that is unknown. */
    public boolean isThere() {
        try {
            PrivateDirectory found = found(path);
            return found.key.equals(key) && found.user.equals(user);
        } catch (IOException gone) {
            return false;
        }
    }

    /**
     * Deletes the directory and its content, by handles: follows no links, and keeps what has replaced the directory. Does
     * nothing if it is gone.
     *
     * @param last the name of the file to delete last; {@code null} if there is none
     */
    public void delete(Path last) throws IOException {
        try (DirectoryHandle parent = DirectoryHandle.open(path.getParent())) {
            if (isThere()) {
                parent.delete(path.getFileName(), key, last, Long.MAX_VALUE);
            }
        } catch (NoSuchFileException gone) {
            // That is the goal.
        }
    }
}
