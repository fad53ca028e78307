package io.funclet.host.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Iterator;
import java.util.Set;

/**
 * An open directory. Its methods work on this very directory, even if its name changes, and follow no symbolic links.
 * For one thread.
 */
final class DirectoryHandle implements Closeable {

    private final SecureDirectoryStream<Path> stream;

    private DirectoryHandle(SecureDirectoryStream<Path> stream) {
        this.stream = stream;
    }

    @SuppressWarnings("StreamResourceLeak") // the handle closes it
    public static DirectoryHandle open(Path directory) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(directory);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new DirectoryHandle(secure);
        }
        stream.close();
        throw new FileSystemException(directory.toString(), null, "its file system has no handles of directories");
    }

    /**
     * Opens a directory in this one, unless it was replaced.
     *
     * @param key identifies it, as it was found before
     */
    public DirectoryHandle open(Path name, Object key) throws IOException {
        DirectoryHandle opened = new DirectoryHandle(stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
        try {
            Object found = opened.stream
                    .getFileAttributeView(PosixFileAttributeView.class)
                    .readAttributes()
                    .fileKey();
            if (!found.equals(key)) {
                throw new FileSystemException(name.toString(), null, "is another directory by now");
            }
            return opened;
        } catch (IOException | RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    /** The files in this directory, of which only the names count. Must be called only once. */
    public Iterator<Path> names() {
        return stream.iterator();
    }

    /** Of a link, its own. */
    public PosixFileAttributes attributes(Path name) throws IOException {
        return stream.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    /** Opens a file in this directory, but no link, for reading and writing. Does not wait at a pipe. */
    public FileChannel openFile(Path name) throws IOException {
        // On Linux, Java always opens a file channel.
        return (FileChannel) stream.newByteChannel(
                name, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * Deletes a directory in this one, with its content. Returns false if the time was over before it was gone.
     *
     * @param key identifies it
     * @param last the file in it to delete last, such as its lock; {@code null} if there is none
     * @param end when to stop, on the clock of {@link System#nanoTime}; {@link Long#MAX_VALUE} for never
     */
    public boolean delete(Path name, Object key, Path last, long end) throws IOException {
        try (DirectoryHandle doomed = open(name, key)) {
            for (Iterator<Path> names = doomed.names(); names.hasNext(); ) {
                if (end != Long.MAX_VALUE && System.nanoTime() - end > 0) {
                    return false;
                }
                Path inside = names.next().getFileName();
                if (!inside.equals(last) && !doomed.delete(inside, end)) {
                    return false;
                }
            }
            if (last != null) {
                doomed.delete(last, end);
            }
        } catch (DirectoryIteratorException unreadable) {
            throw unreadable.getCause();
        }
        stream.deleteDirectory(name);
        return true;
    }

    private boolean delete(Path name, long end) throws IOException {
        try {
            PosixFileAttributes attributes = attributes(name);
            if (attributes.isDirectory()) {
                return delete(name, attributes.fileKey(), null, end);
            }
            stream.deleteFile(name);
        } catch (NoSuchFileException gone) {
            // Another process cleans up here, too.
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
