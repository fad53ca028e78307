package io.funclet.host.cli.archive;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.cli.client.CallRequest;
import io.funclet.host.cli.client.Connection;
import io.funclet.host.cli.client.ProtocolGeneration;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.source.FuncletVariable;
import io.funclet.host.storage.TemporaryDirectory;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Runs a runtime, started as by a manager, that records the classes of a start and of the first calls. For one thread,
 * and the hook that ends it.
 */
public final class ArchiveRecording {

    /** At the lowest priority on a busy gateway, seconds of work take minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int LINES_TOLD = 20;

    private final Path home;
    private final TemporaryDirectory temporaryDirectory;
    private final Path recorded;

    /** The start of the runtime holds the same lock: the hook finds the runtime, or prevents its start. */
    @GuardedBy("this")
    private boolean aborted;

    /**
     * @param home the installation
     * @param temporaryDirectory for what the runtime needs; deleted by its owner
     * @param recorded what the JVM of the runtime writes at its end
     */
    public ArchiveRecording(Path home, TemporaryDirectory temporaryDirectory, Path recorded) {
        this.home = home;
        this.temporaryDirectory = temporaryDirectory;
        this.recorded = recorded;
    }

    public void run() throws IOException, InterruptedException {
        Path functions = Files.createDirectory(temporaryDirectory.directory().resolve("functions"));
        try (Stream<Path> samples = Files.list(home.resolve("samples"))) {
            for (Path sample : (Iterable<Path>) samples::iterator) {
                Files.copy(sample, functions.resolve(sample.getFileName()));
            }
        }
        // Before the runtime starts, so that no signal leaves it behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::abort));
        ListenAddress address = freeAddress();
        Process runtime = start(functions, address);
        try {
            record(runtime, address);
        } finally {
            runtime.destroyForcibly().onExit().join();
        }
    }

    private static ListenAddress freeAddress() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
            return new ListenAddress(loopback.getHostAddress(), socket.getLocalPort());
        }
    }

    /** As openedge starts it, with the configuration as JSON. Calls may take as long as the machine needs. */
    private synchronized Process start(Path functions, ListenAddress address) throws IOException {
        if (aborted) {
            throw new IOException("interrupted by a signal");
        }
        String config = """
                {"name": "archive", "logger": {"path": "%2$s", "level": "info", "format": "text", "age": {"max": 15}},
                 "server": {"address": "%1$s", "timeout": 600000000000, "message": {"length": {"max": 4194304}}},
                 "function": {"id": "archive", "name": "echo", "handler": "echo", "codedir": "%3$s", "env": {"A": "B"},
                     "instance": {"max": 1, "idletime": 600000000000, "timeout": 30000000000}}}""".formatted(address, inJson(functions.resolveSibling("runtime.log")), inJson(functions));
        ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/funclet").toString(), "-c", config)
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
        for (FuncletVariable variable : FuncletVariable.values()) {
            if (variable != FuncletVariable.PROFILE) {
                builder.environment().remove(variable.toString());
            }
        }
        builder.environment().putAll(environment());
        return builder.start();
    }

    private static String inJson(Path path) {
        return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** The file for the output of the runtime. */
    private Path output() {
        return temporaryDirectory.directory().resolve("output");
    }

    private Map<String, String> environment() throws IOException {
        // It has no blank, which would split the options: this process got its directory in the same way.
        Path temporary = Files.createDirectory(temporaryDirectory.directory().resolve("tmp"));
        String options = System.getenv().getOrDefault("JAVA_OPTS", "") + " -Djava.io.tmpdir=" + temporary;
        String patience = PATIENCE.toSeconds() + "s";
        return Map.of(
                FuncletVariable.RECORD_ARCHIVE.toString(),
                recorded.toString(),
                FuncletVariable.JAVA_HOME.toString(),
                System.getProperty("java.home"),
                // The runtime would end a slow connection, and reject a slow bundle.
                FuncletVariable.HANDSHAKE_TIMEOUT.toString(),
                patience,
                FuncletVariable.START_TIMEOUT.toString(),
                patience,
                "JAVA_OPTS",
                options);
    }

    private void record(Process runtime, ListenAddress address) throws IOException, InterruptedException {
        while (!isListening(address) && runtime.isAlive()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        try (Connection connection = Connection.plaintext(address)) {
            runtime.onExit().thenRun(connection.channel()::shutdownNow);
            callAll(connection);
        } catch (StatusRuntimeException failure) {
            boolean ended = !runtime.isAlive();
            throw failed(ended ? "has ended too early" : "was called, " + Connection.describe(failure));
        }
        runtime.destroy();
        if (!runtime.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw failed("did not stop within " + PATIENCE.toMinutes() + " min");
        }
        if (runtime.exitValue() != 0) {
            throw failed("has ended with status " + runtime.exitValue());
        }
    }

    /** Waits for the port, because gRPC repeats a failed connect only after a second. */
    private static boolean isListening(ListenAddress address) {
        try (Socket socket = new Socket(address.host(), address.port())) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Calls a sample in each generation. Failed connects are repeated. */
    static void callAll(Connection connection) {
        Channel patient = connection.patient();
        for (ProtocolGeneration protocolGeneration : ProtocolGeneration.values()) {
            protocolGeneration.call(patient, CallRequest.of("echo", "x".repeat(100)), PATIENCE);
        }
    }

    private IOException failed(String how) throws IOException {
        // The output of a crashing JVM has no particular encoding.
        List<String> said = Files.readAllLines(output(), StandardCharsets.ISO_8859_1);
        String last = String.join(" / ", said.subList(Math.max(0, said.size() - LINES_TOLD), said.size()));
        return new IOException("no archive is made: the runtime that was started for it " + how
                + (last.isEmpty() ? "" : ": " + last)
                + "; a runtime starts without one, too, but slower; try 'funclet archive' again when the machine is less"
                + " busy");
    }

    /** Kills the runtime: at an orderly end it would write the archive for seconds. */
    private synchronized void abort() {
        aborted = true;
        List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(child -> child.onExit().join());
        temporaryDirectory.delete();
        recorded.toFile().delete();
    }
}
