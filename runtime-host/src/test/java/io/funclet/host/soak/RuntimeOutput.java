package io.funclet.host.soak;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a runtime has printed to a file, and goes on printing. */
record RuntimeOutput(Path file) {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** What it has printed until now, in bytes. */
    long length() {
        return file.toFile().length();
    }

    /** Waits for a line that was printed since then, and has a match of this. */
    Matcher await(long since, Pattern pattern, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Matcher matcher = pattern.matcher(since(since));
            if (matcher.find()) {
                return matcher;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("not printed within " + limit + ": " + pattern + "; see " + file);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private String since(long position) throws IOException {
        try (RandomAccessFile output = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(output.length() - position)];
            output.seek(position);
            output.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
