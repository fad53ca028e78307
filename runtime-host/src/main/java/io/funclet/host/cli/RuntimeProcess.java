package io.funclet.host.cli;

import io.funclet.host.config.FuncletVariable;
import io.funclet.host.config.ListenAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A runtime as its own process, started as a manager starts it. Thread-safe. */
final class RuntimeProcess implements AutoCloseable {

    private static final int LINES_KEPT = 20;
    private static final int CONNECT_TIMEOUT_MILLIS = 1000;

    private final Process process;
    private final ListenAddress address;
    private final Thread reader;

    /** The end of what the process wrote. Guarded by itself. */
    private final Deque<String> lines = new ArrayDeque<>();

    private RuntimeProcess(Process process, ListenAddress address) {
        this.process = process;
        this.address = address;
        this.reader = new Thread(this::read, "runtime-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a runtime as openedge does, with its configuration as JSON, on a free port of the loopback interface. Calls may
     * take as long as the machine needs for them.
     *
     * @param environment what it has besides this process's; of Funclet's own variables the profile, and what is in here
     */
    static RuntimeProcess startAsManager(Path launcher, Path functions, Map<String, String> environment)
            throws IOException {
        ListenAddress address = freeAddress();
        String config = """
                {"name": "archive", "logger": {"path": "%2$s", "level": "info", "format": "text", "age": {"max": 15}},
                 "server": {"address": "%1$s", "timeout": 600000000000, "message": {"length": {"max": 4194304}}},
                 "function": {"id": "archive", "name": "echo", "handler": "echo", "codedir": "%3$s", "env": {"A": "B"},
                     "instance": {"max": 1, "idletime": 600000000000, "timeout": 30000000000}}}""".formatted(address, inJson(functions.resolveSibling("runtime.log")), inJson(functions));
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "-c", config);
        Map<String, String> inherited = builder.environment();
        for (FuncletVariable variable : FuncletVariable.values()) {
            if (variable != FuncletVariable.PROFILE) {
                inherited.remove(variable.toString());
            }
        }
        inherited.putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new RuntimeProcess(process, address);
    }

    private static String inJson(Path path) {
        return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    }

    ListenAddress address() {
        return address;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Does something once the process has ended; at once if it has. On any thread. */
    void whenEnded(Runnable action) {
        process.onExit().thenRun(action);
    }

    /** The last lines that the process wrote. */
    List<String> lastLines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Whether its port accepts connections. */
    boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Sends {@code SIGTERM}, and waits for the end.
     *
     * @return the exit status
     * @throws IllegalStateException if the process does not end in time; it is killed then
     */
    int stop(Duration timeout) throws InterruptedException {
        // By its handle: destroy() of the process itself would also close the streams that its last words come by.
        process.toHandle().destroy();
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the runtime did not stop within " + timeout.toSeconds() + " s");
        }
        reader.join();
        return process.exitValue();
    }

    /** Kills the process if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** Reads to the end, so that the process never waits for a reader. */
    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    if (lines.size() > LINES_KEPT) {
                        lines.remove();
                    }
                }
            }
        } catch (IOException e) {
            // The process was killed.
        }
    }

    private static ListenAddress freeAddress() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
            return new ListenAddress(loopback.getHostAddress(), socket.getLocalPort());
        }
    }
}
