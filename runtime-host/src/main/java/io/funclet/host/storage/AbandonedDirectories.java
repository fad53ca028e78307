package io.funclet.host.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Deletes directories of killed processes beside the directory of this one. Deletes only those of this user, and only
 * by handles, because others may write there, too.
 */
public final class AbandonedDirectories {

    private static final Logger LOG = Logger.getLogger(AbandonedDirectories.class.getName());

    private static final Pattern NAME = Pattern.compile(Pattern.quote(WorkDirectory.PREFIX) + "\\d+-\\d+");

    /** A directory without a lock file for so long is not new. */
    private static final Duration NOT_NEW = Duration.ofMinutes(10);

    private static final String MODE_AND_OWNER = "unix:mode,uid";
    private static final int OTHERS_WRITE = 0022;
    private static final int STICKY = 01000;
    private static final int ROOT = 0;

    private final Path own;

    AbandonedDirectories(Path own) {
        this.own = own;
    }

    /** Checks everything beside its own directory once. Returns false if the time was over before. */
    boolean sweep(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            if (!isSafe(own.getParent(), own)) {
                LOG.warning(
                        own.getParent() + " is open to other users, who may exchange what the runtime keeps there: set"
                                + " its sticky bit, or choose another place by java.io.tmpdir. What killed processes have left"
                                + " there stays");
                return true;
            }
            try (DirectoryHandle parent = DirectoryHandle.open(own.getParent())) {
                return sweep(parent, end);
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            LOG.log(Level.FINE, "what killed processes have left in " + own.getParent() + " stays", unreadable);
            return true;
        }
    }

    /** Whether only this user and root can replace this user's files in a directory. */
    public static boolean isSafe(Path parent, Path own) throws IOException {
        Map<String, Object> found = Files.readAttributes(parent, MODE_AND_OWNER);
        int mode = (int) found.get("mode");
        Object owner = found.get("uid");
        return (owner.equals(ROOT) || owner.equals(Files.getAttribute(own, "unix:uid", LinkOption.NOFOLLOW_LINKS)))
                && ((mode & OTHERS_WRITE) == 0 || (mode & STICKY) != 0);
    }

    private boolean sweep(DirectoryHandle parent, long end) throws IOException {
        PosixFileAttributes mine = parent.attributes(own.getFileName());
        for (Iterator<Path> names = parent.names(); names.hasNext(); ) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Path name = names.next().getFileName();
            // Not its own: closing a second channel of the lock file would release the lock.
            if (!name.equals(own.getFileName()) && NAME.matcher(name.toString()).matches()) {
                try {
                    PosixFileAttributes found = parent.attributes(name);
                    if (isOf(mine.owner(), found) && !deleteUnlessInUse(parent, name, found, mine, end)) {
                        return false;
                    }
                } catch (IOException | OverlappingFileLockException notNow) {
                    LOG.log(Level.FINE, name + " stays", notNow);
                }
            }
        }
        return true;
    }

    /** Whether it looks like a directory of a runtime of this user. */
    private static boolean isOf(UserPrincipal user, PosixFileAttributes found) {
        return found.isDirectory()
                && found.owner().equals(user)
                && !found.permissions().contains(PosixFilePermission.GROUP_WRITE)
                && !found.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    }

    /** Returns false if the time was over before it was gone. */
    private static boolean deleteUnlessInUse(
            DirectoryHandle parent, Path name, PosixFileAttributes found, PosixFileAttributes mine, long end)
            throws IOException {
        try (DirectoryHandle left = parent.open(name, found.fileKey())) {
            if (!hasLockFile(left)) {
                return isNew(found.lastModifiedTime(), mine.lastModifiedTime())
                        || parent.delete(name, found.fileKey(), WorkDirectory.LOCK, end);
            }
            try (FileChannel lock = left.openFile(WorkDirectory.LOCK);
                    FileLock free = lock.tryLock()) {
                return free == null || parent.delete(name, found.fileKey(), WorkDirectory.LOCK, end);
            }
        }
    }

    /** A lock that is not a file is not from a runtime, and is not opened. */
    private static boolean hasLockFile(DirectoryHandle left) throws IOException {
        try {
            return left.attributes(WorkDirectory.LOCK).isRegularFile();
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    /** By the file system's clock: this machine's may have been set. */
    private static boolean isNew(FileTime modified, FileTime now) {
        return Duration.between(modified.toInstant(), now.toInstant()).abs().compareTo(NOT_NEW) < 0;
    }
}
