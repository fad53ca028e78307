package io.funclet.host.deploy.jar;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Tells a file from earlier and later ones of its name, without reading it. A writer can set size and modification time,
 * but not inode number and change time. Times are only compared for equality, so a clock that jumps does no harm.
 *
 * <p>Two writes within one tick of the file system's clock, some milliseconds, may leave one identity.
 *
 * @param changedNanos when the inode last changed, since 1970
 * @param modifiedNanos when the content was last modified, since 1970
 * @param link the last symbolic link that led to it, itself with the links before it; {@code null} if none did
 */
public record FileIdentity(long inode, long changedNanos, long size, long modifiedNanos, FileIdentity link) {

    /** Of a file that cannot be looked at. */
    public static final FileIdentity NONE = new FileIdentity(0, 0, 0, 0, null);

    private static final String ATTRIBUTES = "unix:ino,ctime,size,lastModifiedTime,isSymbolicLink";

    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    /**
     * The identity of a file, with that of every link on the way from the directory to it; {@link #NONE} if it is not
     * there, cannot be reached, or is in a file system without inodes. Asks the file system once if there is no link.
     */
    public static FileIdentity of(Path directory, String fileName) {
        try {
            return follow(directory, Path.of(fileName));
        } catch (IOException | UnsupportedOperationException unknowable) {
            return NONE;
        }
    }

    /** The same for a path, with every link on it. */
    public static FileIdentity of(Path path) {
        Path absolute = path.toAbsolutePath();
        return of(absolute.getRoot(), absolute.toString().substring(1));
    }

    /** The last link on a path; {@code null} if there is none, {@link #NONE} if that cannot be known. */
    public static FileIdentity linksOn(Path path) {
        Path absolute = path.toAbsolutePath();
        try {
            return follow(absolute.getRoot(), absolute).link();
        } catch (IOException | UnsupportedOperationException unknowable) {
            return NONE;
        }
    }

    /** Whether it is of another inode or leads there by another link, and not only of another state of one file. */
    public boolean isOtherFileThan(FileIdentity other) {
        return inode != other.inode || !Objects.equals(link, other.link);
    }

    // By hand, as in all records that a start compares: Java puts their own together with method handles, which takes
    // 10 ms.

    @Override
    public boolean equals(Object other) {
        return other instanceof FileIdentity that
                && inode == that.inode
                && changedNanos == that.changedNanos
                && size == that.size
                && modifiedNanos == that.modifiedNanos
                && Objects.equals(link, that.link);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(inode ^ changedNanos);
    }

    private static FileIdentity follow(Path start, Path path) throws IOException {
        Deque<Path> ahead = new ArrayDeque<>();
        path.forEach(ahead::add);
        Path at = start;
        FileIdentity link = null;
        FileIdentity last = NONE;
        int links = 0;
        while (!ahead.isEmpty()) {
            // Not normalized: behind a link, ".." is not what it looks like.
            Path next = at.resolve(ahead.pop());
            Map<String, Object> attributes = Files.readAttributes(next, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            last = of(attributes, link);
            if (!(boolean) attributes.get("isSymbolicLink")) {
                at = next;
                continue;
            }
            if (++links > MOST_LINKS) {
                throw new FileSystemLoopException(path.toString());
            }
            link = last;
            Path target = Files.readSymbolicLink(next);
            for (int i = target.getNameCount() - 1; i >= 0; i--) {
                ahead.push(target.getName(i));
            }
            at = target.isAbsolute() ? target.getRoot() : at;
        }
        return last;
    }

    private static FileIdentity of(Map<String, Object> attributes, FileIdentity link) {
        return new FileIdentity(
                (long) attributes.get("ino"),
                nanos(attributes.get("ctime")),
                (long) attributes.get("size"),
                nanos(attributes.get("lastModifiedTime")),
                link);
    }

    private static long nanos(Object time) {
        return ((FileTime) time).to(TimeUnit.NANOSECONDS);
    }
}
