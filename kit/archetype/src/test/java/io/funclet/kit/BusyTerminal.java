package io.funclet.kit;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A command that runs until the test ends it, and what it says. */
final class BusyTerminal implements AutoCloseable {

    /** Maven, javac, bnd and the runtime start cold. */
    private static final long DEADLINE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;
    private int mark;

    BusyTerminal(ProcessBuilder command) throws IOException {
        process = command.start();
        process.getOutputStream().close();
        reader = new Thread(this::read, "busy terminal");
        reader.start();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void read() {
        try (BufferedReader out = process.inputReader()) {
            out.lines().forEach(this::add);
        } catch (IOException | UncheckedIOException ended) {
            add(ended.toString());
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    /** From now on, only what is said later counts. */
    synchronized void clear() {
        mark = lines.size();
    }

    synchronized void await(String what, Predicate<String> wanted) throws InterruptedException {
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (lines.stream().skip(mark).noneMatch(wanted)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || !reader.isAlive()) {
                fail("the first terminal does not say \"" + what + "\", but " + this);
            }
            wait(Math.min(left, 1000));
        }
    }

    @Override
    public synchronized String toString() {
        return String.join("\n", lines);
    }

    /** As Ctrl-C does, with the runtime that the command has started. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
        reader.join();
    }
}
