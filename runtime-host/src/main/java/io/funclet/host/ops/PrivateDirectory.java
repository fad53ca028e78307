package io.funclet.host.ops;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/**
 * Makes directories that there were not, for this user alone. What {@link Files#createTempDirectory} adds to that is a
 * name that cannot be guessed, which keeps nobody out, and takes 5 ms of a start for its random numbers.
 */
public final class PrivateDirectory {

    private PrivateDirectory() {}

    /**
     * Makes one. Any thread.
     *
     * @param parent the directory in which it is to be
     * @param prefix of its name, which goes on with digits
     * @return the new directory, which only the user of this process can enter
     * @throws IOException if it cannot be made
     */
    public static Path create(Path parent, String prefix) throws IOException {
        FileAttribute<?> ownersOnly = PosixFilePermissions.asFileAttribute(EnumSet.of(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
        while (true) {
            try {
                return Files.createDirectory(parent.resolve(prefix + (System.nanoTime() & Long.MAX_VALUE)), ownersOnly);
            } catch (FileAlreadyExistsException taken) {
                // By somebody else, at the same nanosecond.
            }
        }
    }
}
