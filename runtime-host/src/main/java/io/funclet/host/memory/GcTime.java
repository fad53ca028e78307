package io.funclet.host.memory;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The processor time of the JVM's collectors, from the kernel. The JVM's own figures would load 500 management classes,
 * with 5 MB of metaspace.
 *
 * @param collectingNanos of the threads that collect garbage: with the serial collector, that of the VM itself
 * @param allNanos of all threads of the process
 */
record GcTime(long collectingNanos, long allNanos) {

    private static final Path TASKS = Path.of("/proc/self/task");

    /** The unit of the kernel's figures, on all Linux systems. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** The field of the user time after the name; the system time follows it. */
    private static final int FIRST_OF_TIMES = 11;

    /** Throws an IOException if the kernel does not tell. */
    static GcTime now() throws IOException {
        long collecting = 0;
        String[] tasks = new File(TASKS.toString()).list();
        if (tasks == null) {
            throw new IOException(TASKS + " cannot be listed");
        }
        for (String task : tasks) {
            String line;
            try {
                line = read(TASKS.resolve(task).resolve("stat"));
            } catch (IOException ended) {
                continue;
            }
            if (line.contains("(VM Thread)") || line.contains("(GC Thread#")) {
                collecting += nanos(line);
            }
        }
        return new GcTime(collecting, nanos(read(Path.of("/proc/self/stat"))));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static long nanos(String line) {
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[FIRST_OF_TIMES]) + Long.parseLong(fields[FIRST_OF_TIMES + 1])) * TICK_NANOS;
    }
}
