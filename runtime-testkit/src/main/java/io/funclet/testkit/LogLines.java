package io.funclet.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The lines of a runtime's log. The log writes each line at once. Thread-safe. */
final class LogLines extends OutputStream {

    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @GuardedBy("this")
    private final List<String> lines = new ArrayList<>();

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** Lines of a stack trace are lines of their own. */
    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        lines.addAll(new String(bytes, offset, length, UTF_8).lines().toList());
        notifyAll();
    }

    synchronized List<String> all() {
        return List.copyOf(lines);
    }

    synchronized int size() {
        return lines.size();
    }

    /**
     * Waits until there is something, looking for it after each line. Almost all that happens in a runtime is logged.
     *
     * @param otherwise what to say if it is not there within the time
     * @throws AssertionError if it is not
     */
    <T> T await(Duration patience, Supplier<Optional<T>> found, Supplier<String> otherwise) {
        long end = System.nanoTime() + patience.toNanos();
        int seen = size();
        Optional<T> result = found.get();
        // Without the monitor: what is asked may wait for a thread that logs.
        while (result.isEmpty() && awaitLine(seen, end)) {
            seen = size();
            result = found.get();
        }
        return result.orElseThrow(() -> new AssertionError(otherwise.get()));
    }

    /** Waits for a line, or for a moment, because some changes follow their line. Returns false after the end. */
    private synchronized boolean awaitLine(int seen, long end) {
        long left = end - System.nanoTime();
        try {
            if (lines.size() == seen && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, MOMENT_NANOS));
            }
            return left > 0;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
