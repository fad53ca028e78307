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
 * A directory that this process has made, for its user alone. What {@link Files#createTempDirectory} adds to that is a
 * name that cannot be guessed, which keeps nobody out, and takes 5 ms of a start for its random numbers.
 *
 * @param path where it was made
 * @param key tells it from any other that may stand there later
 * @param user whose it is
 */
public record PrivateDirectory(Path path, Object key, Object user) {

    private static final Set<PosixFilePermission> OWNERS_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /**
     * Makes one. Any thread.
     *
     * @param parent the directory in which it is to be
     * @param prefix of its name, which goes on with digits
     * @return the new directory, which only the user of this process can enter
     * @throws IOException if it cannot be made
     */
    public static PrivateDirectory create(Path parent, String prefix) throws IOException {
        while (true) {
            try {
                return create(parent.resolve(prefix + (System.nanoTime() & Long.MAX_VALUE)));
            } catch (FileAlreadyExistsException taken) {
                // By somebody else, at the same nanosecond.
            }
        }
    }

    /**
     * Makes one of this name. Any thread.
     *
     * @param path where nothing is
     * @return the new directory, which only the user of this process can enter
     * @throws FileAlreadyExistsException if anything is there
     * @throws IOException if it cannot be made
     */
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
     * Makes it anew where it was, when it has gone. Any thread.
     *
     * @return the new directory; one of the same user that has come to be there meanwhile, closed to others
     * @throws IOException if it cannot be made, because something of another user is there, say
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

    /**
     * Whether it is still there, and not another one in its place. Any thread.
     *
     * @return {@code false} also if that cannot be found out
     */
    public boolean isThere() {
        try {
            return found(path).equals(this);
        } catch (IOException gone) {
            return false;
        }
    }

    /**
     * Deletes the directory with all that is in it, by handles: no link is followed, and what stands in its place is left
     * alone. Does nothing if it is gone. Any thread.
     *
     * @param last the name of the file in it that goes last; {@code null} if there is none
     * @throws IOException if something of it cannot be deleted
     */
    public void delete(Path last) throws IOException {
        try (DirectoryHandle parent = DirectoryHandle.open(path.getParent())) {
            if (isThere()) {
                parent.delete(path.getFileName(), key, last, Long.MAX_VALUE);
            }
        } catch (NoSuchFileException gone) {
            // Which is what was wanted.
        }
    }
}
