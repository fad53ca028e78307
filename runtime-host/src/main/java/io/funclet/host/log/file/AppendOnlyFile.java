package io.funclet.host.log.file;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file to which whole lines are appended. Knows how long it must be if no other process has changed it. Not
 * thread-safe: {@link RotatingFile} guards it.
 */
final class AppendOnlyFile {

    private final File file;

    /** {@code null} while it is not open. */
    private OutputStream out;

    private long size;

    /** Whether this is a device such as {@code /dev/stdout}, which has no length and cannot be renamed. */
    private boolean device;

    AppendOnlyFile(Path path) {
        this.file = path.toFile();
    }

    /** Creates the file and its directories if they are missing. */
    void open() throws IOException {
        File parent = file.getParentFile();
        // Before JDK 17.0.14 createDirectories rejects a link to a directory (JDK-8294193), and baetyl's native mode
        // uses such links.
        if (parent != null && !parent.isDirectory()) {
            Files.createDirectories(parent.toPath());
        }
        boolean unfinished = endsWithinLine();
        // Not by NIO: a channel closes when its writing thread is interrupted, as functions are.
        FileOutputStream opened = new FileOutputStream(file, true);
        device = !file.isFile();
        out = device && PipeOutput.isPipe(file.toPath())
                ? new PipeOutput(opened.getFD(), "what this log is written to")
                : opened;
        size = file.length();
        if (unfinished) {
            out.write('\n');
            size++;
        }
    }

    /** Whether a kill or a full disk has left half a line, which must not merge with the next. */
    private boolean endsWithinLine() throws IOException {
        if (!file.isFile() || file.length() == 0) {
            return false;
        }
        try (RandomAccessFile existing = new RandomAccessFile(file, "r")) {
            existing.seek(existing.length() - 1);
            return existing.read() != '\n';
        }
    }

    boolean isOpen() {
        return out != null;
    }

    long size() {
        return size;
    }

    /** Whether the file is still the open one, judged by its length. */
    boolean isUntouched() {
        return device ? file.exists() && !file.isFile() : file.length() == size && file.exists();
    }

    boolean isDevice() {
        return device;
    }

    String takeNews() {
        return out instanceof PipeOutput pipe ? pipe.takeNews() : null;
    }

    void append(byte[] line) throws IOException {
        out.write(line);
        size += line.length;
    }

    void rename(Path to) throws IOException {
        Files.move(file.toPath(), to);
    }

    /** It may be opened again. */
    void close() {
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                // Nothing was buffered, so nothing is lost.
            }
            out = null;
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
