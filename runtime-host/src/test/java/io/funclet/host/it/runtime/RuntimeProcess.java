package io.funclet.host.it.runtime;

import io.funclet.host.it.client.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/**
 * The packaged distribution as a process of its own, started and stopped as a manager does it.
 *
 * <p>Closing kills what still runs: a test that expects an orderly end calls {@link #terminate}.
 */
public final class RuntimeProcess implements AutoCloseable {

    private static final Path DISTRIBUTION = Path.of(System.getProperty("funclet.distribution", "target/funclet"))
            .toAbsolutePath();

    private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

    private final Process process;
    private final Path temporary;
    private final OutputLines out;
    private final OutputLines err;

    RuntimeProcess(Process process, Path temporary) {
        this.process = process;
        this.temporary = temporary;
        this.out = new OutputLines(process.getInputStream());
        this.err = new OutputLines(process.getErrorStream());
    }

    /** The directory of the distribution. */
    public static Path distribution() {
        return DISTRIBUTION;
    }

    /** A loopback port that is free now, and that no other test of this JVM gets. */
    public static int freePort() {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (PORTS.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException none) {
                throw new UncheckedIOException(none);
            }
        }
    }

    public static RuntimeStart in(Path workingDirectory) {
        return new RuntimeStart(workingDirectory);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The names that the system knows them by, of all threads: the JVM's too. */
    public List<String> threads() throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid() + "/task"))) {
            return tasks.map(RuntimeProcess::threadName).sorted().toList();
        }
    }

    private static String threadName(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException ended) {
            return "(ended)";
        }
    }

    /** What it has written to standard output so far. */
    public List<String> out() {
        return out.soFar();
    }

    /** What it has written to standard error so far. */
    public List<String> err() {
        return err.soFar();
    }

    /** Waits until the port accepts connections. */
    public RuntimeProcess awaitPort(int port) throws Exception {
        Await.until(
                "port " + port + " of a runtime that " + (isAlive() ? "runs" : "has ended"),
                Await.LONG,
                () -> !isAlive() || connects(port),
                this::err);
        Assertions.assertTrue(isAlive(), () -> "the runtime has ended: " + err());
        return this;
    }

    /** Whether a process listens on a loopback port. */
    public static boolean connects(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException rejected) {
            return false;
        }
    }

    /** Sends a signal by its name, without waiting for what it does. */
    public void signal(String name) throws Exception {
        // The shell's own: small systems have no program of that name.
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid()).start();
        Assertions.assertEquals(0, kill.waitFor(), "kill -" + name);
    }

    /** Sends {@code SIGTERM}, and returns the exit status. */
    public int terminate() throws Exception {
        signal("TERM");
        return awaitExit(Await.LONG);
    }

    /** Ends it by {@code SIGTERM}: with status 0, and with nothing left. */
    public void end() throws Exception {
        try {
            Assertions.assertEquals(0, terminate());
            Assertions.assertEquals(List.of(), List.copyOf(litter()));
        } finally {
            close();
        }
    }

    /** Waits for the end of the process, and of its output, and returns the exit status. */
    public int awaitExit(Duration deadline) throws InterruptedException {
        boolean ended = process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS);
        Assertions.assertTrue(ended, () -> "still runs after " + deadline + ": " + err());
        out.awaitEnd();
        err.awaitEnd();
        return process.exitValue();
    }

    /** What is left of a process that has ended: child processes and temporary files. */
    public Collection<String> litter() throws IOException {
        TreeSet<String> litter = new TreeSet<>();
        // Its children are init's by now; their command line still has the directory that only this process used.
        ProcessHandle.allProcesses()
                .filter(other -> other.info().commandLine().orElse("").contains(temporary.toString()))
                .forEach(other -> litter.add("process " + other.pid()));
        litter.addAll(files(temporary));
        return litter;
    }

    public static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Path::toString).toList();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public String toString() {
        return "runtime " + pid() + ", standard error: " + err().stream().collect(Collectors.joining("\n"));
    }
}
