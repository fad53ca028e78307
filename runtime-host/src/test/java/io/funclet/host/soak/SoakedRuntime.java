package io.funclet.host.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The distribution as a process that serves a directory; what it prints goes to a file. */
final class SoakedRuntime implements AutoCloseable {

    private static final Path LAUNCHER =
            Path.of(System.getProperty("funclet.distribution", "target/funclet"), "bin", "funclet");

    /** Little of everything, so that what leaks does not stay unnoticed; softly held is held for no longer than needed. */
    private static final String JAVA_OPTIONS = "-Xmx64m -XX:MaxMetaspaceSize=64m -XX:SoftRefLRUPolicyMSPerMB=0";

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Process process;
    private final int port;

    private SoakedRuntime(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it, and returns when it accepts connections. */
    static SoakedRuntime serving(Path directory, Path output) throws IOException {
        int port = freePort();
        return start(port, output, "serve", directory.toString(), "--address", "127.0.0.1:" + port);
    }

    /** Starts it with arguments that let it listen at a port, and returns when it accepts connections. */
    static SoakedRuntime start(int port, Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, LAUNCHER.toAbsolutePath().toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("JAVA_OPTS", JAVA_OPTIONS);
        SoakedRuntime runtime = new SoakedRuntime(builder.start(), port);
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!accepts(port)) {
            if (!runtime.process.isAlive() || System.nanoTime() > end) {
                runtime.close();
                throw new IOException("the runtime does not start: " + Files.readString(output));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return runtime;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException rejected) {
            return false;
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Sends {@code SIGTERM} and returns the exit status; -1 if it does not end in time. */
    int stop() throws InterruptedException {
        process.destroy();
        return process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
