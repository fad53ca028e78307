package io.funclet.host.log.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes to a pipe without waiting for a slow reader. A write to a full pipe blocks until a reader reads, possibly
 * forever, and the writing thread may be an event loop, or about to stop the process.
 *
 * <p>Linux tells how many bytes of a pipe are unread (pipe(7), {@code FIONREAD}), also at its writing end. While these
 * are many, a write waits a little. After that, this class drops whole writes until the reader has read half. Another
 * process or the JVM itself can still fill the pipe. Thread-safe.
 */
final class PipeOutput extends OutputStream {

    /**
     * How many bytes may be unread. Linux gives a pipe 16 pages of at least 4 KiB, and begins a new one for each write
     * that does not fit into the last. Two successive pages hold more than 4 KiB, so 32 KiB always fit. The rest is for
     * writers outside of this class.
     */
    static final int ROOM = 28 << 10;

    /** A write larger than the room of an empty pipe is split into parts of this size. */
    private static final int PART = 4 << 10;

    private static final int RESUMED_AT = ROOM / 2;

    private static final long PAUSE_NANOS = 1_000_000;

    /** A count, not a time: on a busy machine the reader is as slow as the writer. */
    private static final int MOST_PAUSES = 250;

    private static final int FILE_TYPE = 0170000;

    private static final int PIPE = 0010000;

    private final FileOutputStream out;

    private final FileInputStream unread;

    private final String name;

    @GuardedBy("PipeOutput.class")
    private int pausesLeft = MOST_PAUSES;

    @GuardedBy("PipeOutput.class")
    private boolean leavesOut;

    @GuardedBy("PipeOutput.class")
    private boolean withinLine;

    @GuardedBy("PipeOutput.class")
    private long lost;

    private final AtomicReference<String> news = new AtomicReference<>();

    PipeOutput(FileDescriptor pipe, String name) {
        this.out = new FileOutputStream(pipe);
        this.unread = new FileInputStream(pipe);
        this.name = name;
    }

    /** As far as the system tells. */
    static boolean isPipe(Path file) {
        try {
            return ((int) Files.getAttribute(file, "unix:mode") & FILE_TYPE) == PIPE;
        } catch (IOException | RuntimeException notToBeKnown) {
            return false;
        }
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** Writes all, or what there is room for, and counts the lost lines. */
    @Override
    public void write(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int part = length <= ROOM ? length : PART;
        // One lock for all pipes: standard output and standard error may be the same pipe.
        synchronized (PipeOutput.class) {
            for (int at = offset; at < end; at += part) {
                if (!put(bytes, at, Math.min(part, end - at))) {
                    leaveOut(bytes, at, end);
                    return;
                }
            }
        }
    }

    @GuardedBy("PipeOutput.class")
    private boolean hasRoom(int count) throws IOException {
        int before = unread.available();
        if (leavesOut) {
            // Does not wait again at once: a reader that is always too slow would delay all lines.
            return before <= RESUMED_AT && before + count <= ROOM;
        }
        if (before <= RESUMED_AT) {
            pausesLeft = MOST_PAUSES;
        }
        return before + count <= ROOM || awaitRoom(count);
    }

    @GuardedBy("PipeOutput.class")
    private boolean awaitRoom(int count) throws IOException {
        boolean interrupted = false;
        boolean room = false;
        while (!room && pausesLeft > 0) {
            pausesLeft--;
            LockSupport.parkNanos(this, PAUSE_NANOS);
            // An interrupted thread would not pause.
            interrupted |= Thread.interrupted();
            room = unread.available() + count <= ROOM;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return room;
    }

    /** Returns false if there is no room, or no reader any more. */
    @GuardedBy("PipeOutput.class")
    private boolean put(byte[] bytes, int offset, int count) {
        try {
            if (!hasRoom(count)) {
                return false;
            }
            if (leavesOut && withinLine) {
                out.write('\n');
            }
            out.write(bytes, offset, count);
        } catch (IOException noReader) {
            return false;
        }
        withinLine = bytes[offset + count - 1] != '\n';
        leavesOut = false;
        if (lost > 0) {
            news.set(name + " was not read for a while; lines lost: " + lost);
            lost = 0;
        }
        return true;
    }

    @GuardedBy("PipeOutput.class")
    private void leaveOut(byte[] bytes, int offset, int end) {
        leavesOut = true;
        for (int i = offset; i < end; i++) {
            lost += bytes[i] == '\n' ? 1 : 0;
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** Takes the pending message about lost lines; {@code null} if there is none, which is quick. */
    String takeNews() {
        return news.get() == null ? null : news.getAndSet(null);
    }
}
