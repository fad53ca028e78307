package io.funclet.host.cli;

import io.funclet.host.config.FuncletVariable;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A runtime that does what a start and the first calls need, started as a manager starts it, and writes down which classes
 * that took. Of one thread, and of the hook that ends it.
 */
final class ArchiveRecording {

    /** Of whatever is waited for: at the lowest priority on a busy gateway, seconds of work take minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Path home;
    private final Scratch scratch;
    private final Path recorded;

    /** Guarded by this, and so is the start of the runtime: the hook finds it, or it is not started. */
    private boolean aborted;

    /**
     * @param home the installation
     * @param scratch for what the runtime needs; deleted by its owner
     * @param recorded what the JVM of the runtime writes at its end
     */
    ArchiveRecording(Path home, Scratch scratch, Path recorded) {
        this.home = home;
        this.scratch = scratch;
        this.recorded = recorded;
    }

    void run() throws IOException, InterruptedException {
        Path functions = Files.createDirectory(scratch.directory().resolve("functions"));
        try (Stream<Path> samples = Files.list(home.resolve("samples"))) {
            for (Path sample : (Iterable<Path>) samples::iterator) {
                Files.copy(sample, functions.resolve(sample.getFileName()));
            }
        }
        // Before there is anything to leave behind by a signal.
        Runtime.getRuntime().addShutdownHook(new Thread(this::abort));
        try (RuntimeProcess runtime = start(functions)) {
            record(runtime);
        }
    }

    private synchronized RuntimeProcess start(Path functions) throws IOException {
        if (aborted) {
            throw new IOException("told to end");
        }
        return RuntimeProcess.startAsManager(home.resolve("bin/funclet"), functions, environment());
    }

    private Map<String, String> environment() throws IOException {
        // There is no blank in it, which would split it: the launcher gave this process its directory in the same way.
        Path temporary = Files.createDirectory(scratch.directory().resolve("tmp"));
        String options = System.getenv().getOrDefault("JAVA_OPTS", "") + " -Djava.io.tmpdir=" + temporary;
        String patience = PATIENCE.toSeconds() + "s";
        return Map.of(
                FuncletVariable.RECORD_ARCHIVE.toString(),
                recorded.toString(),
                FuncletVariable.JAVA_HOME.toString(),
                System.getProperty("java.home"),
                // A connection that is made slowly would be ended, and a bundle that starts slowly refused.
                FuncletVariable.HANDSHAKE_TIMEOUT.toString(),
                patience,
                FuncletVariable.START_TIMEOUT.toString(),
                patience,
                "JAVA_OPTS",
                options);
    }

    private static void record(RuntimeProcess runtime) throws IOException, InterruptedException {
        while (!runtime.isListening() && runtime.isAlive()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        try (Connection connection = Connection.plaintext(runtime.address())) {
            runtime.whenEnded(connection.channel()::shutdownNow);
            callAll(connection);
        } catch (StatusRuntimeException failure) {
            boolean ended = !runtime.isAlive();
            throw failed(runtime, ended ? "has ended too early" : "was called, " + Connection.describe(failure));
        }
        int status = runtime.stop(PATIENCE);
        if (status != 0) {
            throw failed(runtime, "has ended with status " + status);
        }
    }

    /** Calls a sample in each generation. A connection that does not come about is tried again. */
    static void callAll(Connection connection) {
        Channel patient = connection.patient();
        for (Generation generation : Generation.values()) {
            generation.call(patient, Request.of("echo", "x".repeat(100)), PATIENCE);
        }
    }

    private static IOException failed(RuntimeProcess runtime, String how) {
        List<String> said = runtime.lastLines();
        return new IOException("no archive is made: the runtime that was started for it " + how
                + (said.isEmpty() ? "" : ": " + String.join(" / ", said))
                + "; a runtime starts without one, too, but slower; try 'funclet archive' again when the machine is less"
                + " busy");
    }

    /** Killed, because nobody wants the archive any more, and at an orderly end it would be written, for seconds. */
    private synchronized void abort() {
        aborted = true;
        List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(child -> child.onExit().join());
        scratch.delete();
        recorded.toFile().delete();
    }
}
