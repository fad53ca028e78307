package io.funclet.host.log.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.config.LoggerConfig;
import io.funclet.host.log.TimeSource;
import io.funclet.host.storage.FileErrorText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A log file that is appended to line by line, and renamed when it is full (see {@link RotatedFiles}).
 *
 * <p>{@link #write} hands each line to the system before it returns, without a buffer. If the file cannot be written,
 * lines are dropped and counted, and at most once a second a write tries again. Standard error gets one line when this
 * begins and one when it ends. Once a second a write checks that the file is still the open one, and begins a new file
 * if not. Thread-safe.
 */
public final class RotatingFile implements AutoCloseable {

    private static final long RETRY_NANOS = 1_000_000_000L;

    private final AppendOnlyFile file;
    private final long maxBytes;
    private final RotatedFiles rotated;
    private final TimeSource time;
    private final PrintStream errors;
    private final long openedWallMillis;
    private final long openedNanos;

    @GuardedBy("this")
    private long checkedNanos;

    @GuardedBy("this")
    private long rotationFailedNanos;

    @GuardedBy("this")
    private boolean rotationFails;

    @GuardedBy("this")
    private boolean fails;

    @GuardedBy("this")
    private long lost;

    @GuardedBy("this")
    private boolean closed;

    /** The pending message for readers of the file. */
    private final AtomicReference<String> news = new AtomicReference<>();

    private RotatingFile(Path path, long maxBytes, RotatedFiles rotated, TimeSource time, PrintStream errors) {
        this.file = new AppendOnlyFile(path);
        this.maxBytes = maxBytes;
        this.rotated = rotated;
        this.time = time;
        this.errors = errors;
        this.openedWallMillis = time.wallMillis();
        this.openedNanos = time.nanos();
        this.checkedNanos = openedNanos;
    }

    public static RotatingFile open(LoggerConfig config, PrintStream errors) throws IOException {
        Path path = config.path().orElseThrow();
        RotatedFiles rotated = new RotatedFiles(path, config.maxBackups(), config.maxAgeDays());
        return open(path, config.maxSizeMegabytes() * 1024L * 1024L, rotated, TimeSource.SYSTEM, errors);
    }

    /**
     * Opens a file. Throws an IOException that says path and reason.
     *
     * @param maxBytes when to rotate; 0 for never
     * @param errors receives messages that the file cannot be written
     */
    @SuppressWarnings("GuardedBy") // not shared yet
    static RotatingFile open(Path path, long maxBytes, RotatedFiles rotated, TimeSource time, PrintStream errors)
            throws IOException {
        RotatingFile log = new RotatingFile(path, maxBytes, rotated, time, errors);
        try {
            log.file.open();
        } catch (IOException e) {
            if (FileErrorText.wantOfRoom(e.toString()).isEmpty()) {
                throw new IOException("log file " + path + " cannot be opened: " + reason(e), e);
            }
            // A full disk is temporary, and must not prevent the start.
            log.fail(e);
        }
        log.prune();
        return log;
    }

    /** Appends a line, and rotates first if it does not fit. Returns {@code false} if this is closed. */
    public synchronized boolean write(byte[] line) {
        if (closed) {
            return false;
        }
        try {
            if (!isReady()) {
                lost++;
                return true;
            }
            if (maxBytes > 0 && file.size() > 0 && file.size() + line.length > maxBytes) {
                rotate();
            }
            file.append(line);
        } catch (IOException e) {
            lost++;
            fail(e);
            return true;
        }
        if (fails) {
            fails = false;
            tell("is written again; lines lost: " + lost);
            news.set("this file could not be written for a while; lines lost: " + lost);
            lost = 0;
        }
        String unread = file.takeNews();
        if (unread != null) {
            news.set(unread);
        }
        return true;
    }

    /** Takes the pending message about the file; {@code null} if there is none, which is quick. */
    public String takeNews() {
        return news.get() == null ? null : news.getAndSet(null);
    }

    @Override
    public synchronized void close() {
        closed = true;
        file.close();
    }

    @GuardedBy("this")
    private boolean isReady() throws IOException {
        long now = time.nanos();
        if (now - checkedNanos >= RETRY_NANOS) {
            checkedNanos = now;
            if (file.isOpen() && !file.isUntouched()) {
                file.close();
                news.set("this file was removed, moved away or changed by another process, and is begun anew");
            }
            if (!file.isOpen()) {
                file.open();
            }
        }
        return file.isOpen();
    }

    @GuardedBy("this")
    private void rotate() throws IOException {
        long now = time.nanos();
        if (file.isDevice() || rotationFails && now - rotationFailedNanos < RETRY_NANOS) {
            return;
        }
        file.close();
        try {
            file.rename(rotated.next(time.wallMillis()));
            rotationFails = false;
        } catch (NoSuchFileException e) {
            rotationFails = false; // another process has moved it away
        } catch (IOException e) {
            // Too large a file is better than lost lines.
            if (!rotationFails) {
                tell("cannot be rotated, and grows: " + reason(e));
            }
            rotationFails = true;
            rotationFailedNanos = now;
        }
        file.open();
        prune();
    }

    private void prune() {
        // A clock that is set forward must not make all files look old.
        long running = openedWallMillis + (time.nanos() - openedNanos) / 1_000_000;
        long now = time.wallMillis();
        rotated.prune(now, Math.min(now, running));
    }

    @GuardedBy("this")
    private void fail(IOException e) {
        file.close();
        checkedNanos = time.nanos();
        if (!fails) {
            fails = true;
            tell("cannot be written, lines are lost: " + reason(e));
        }
    }

    private void tell(String what) {
        errors.println("log file " + file + " " + what);
        errors.flush();
    }

    private static String reason(IOException e) {
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is not a directory";
        }
        return (e instanceof FileSystemException failed ? failed.getFile() + ": " : "") + FileErrorText.words(e);
    }
}
