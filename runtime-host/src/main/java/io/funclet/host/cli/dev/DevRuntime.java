package io.funclet.host.cli.dev;

import io.funclet.host.cli.client.ControlClient;
import io.funclet.host.cli.client.ControlSocket;
import io.funclet.host.cli.client.ControlSocketLocations;
import io.funclet.proto.control.v1.AttemptRequest;
import io.funclet.proto.control.v1.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The runtime of the functions under development, as a process of its own that serves one directory. */
final class DevRuntime implements AutoCloseable {

    /** The name of the runtime, in its log. */
    static final String NAME = "dev";

    /** Bundles have that long to stop. */
    private static final long STOP_SECONDS = 10;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration DEBUGGING = Duration.ofDays(1);

    private final Process process;
    private final Duration patience;

    /** {@code null} before it serves. */
    private ControlClient control;

    private final CompletableFuture<Boolean> listening = new CompletableFuture<>();

    private DevRuntime(Process process, Duration patience) {
        this.process = process;
        this.patience = patience;
    }

    /**
     * Starts it, and waits until it serves or has ended.
     *
     * @param arguments further ones of {@code funclet serve}
     * @param debugPort where it waits for debuggers on the loopback interface, 0 for a free port; empty for no debugging
     * @param lines receives each line that it writes, on other threads
     */
    static DevRuntime start(
            Distribution distribution, Path code, List<String> arguments, OptionalInt debugPort, Consumer<String> lines)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(distribution.launcher().toString(), "serve", code.toString(), "--name", NAME));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        // The same Java, so that what javac has compiled runs.
        environment.put("FUNCLET_JAVA_HOME", System.getProperty("java.home"));
        environment.remove("FUNCLET_CONTROL", "off");
        // An author wants to see each line and each stack.
        environment.putIfAbsent("FUNCLET_LOG_RATE", "off");
        environment.merge("JAVA_OPTS", options(debugPort), (own, more) -> own + " " + more);
        Process process = builder.start();
        process.getOutputStream().close();
        DevRuntime runtime = new DevRuntime(process, debugPort.isPresent() ? DEBUGGING : PATIENCE);
        runtime.follow(process.getErrorStream(), line -> {
            lines.accept(line);
            if (line.contains(" - service listens on ")) {
                runtime.listening.complete(true);
            }
        });
        runtime.follow(process.getInputStream(), lines);
        process.onExit().thenRun(() -> runtime.listening.complete(false));
        try {
            if (runtime.listening.get()) {
                runtime.control = ControlClient.at(runtime.socket());
            }
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
        return runtime;
    }

    private static String options(OptionalInt debugPort) {
        String options = "-Dfunclet.calls=true -Dfunclet.parent="
                + ProcessHandle.current().pid();
        return debugPort.isEmpty()
                ? options
                : options
                        + " -Dfunclet.debugged=true -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:"
                        + debugPort.getAsInt();
    }

    private void follow(InputStream stream, Consumer<String> lines) {
        Thread reader = new Thread(() -> {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                in.lines().forEach(lines);
            } catch (IOException | UncheckedIOException ended) {
                // Its end is noticed by the process.
            }
        });
        reader.setName("output of the runtime");
        reader.setDaemon(true);
        reader.start();
    }

    /** Where {@code funclet ps} finds it, too. */
    private Path socket() throws IOException {
        String named = System.getenv("FUNCLET_CONTROL");
        if (named != null && !named.isEmpty() && !named.equals("off")) {
            return Path.of(named);
        }
        String number = Long.toString(process.pid());
        return ControlSocket.among(ControlSocketLocations.of(System.getenv()).own()).stream()
                .filter(socket -> socket.process().equals(number))
                .map(ControlSocket::path)
                .findFirst()
                .orElseThrow(() -> new IOException("the runtime has no control socket: its log says why"));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Has it deploy a file of its directory at once, and waits for the outcome. */
    Outcome deploy(String file) throws IOException {
        List<Outcome> outcomes = control.ask(
                        patience,
                        stub -> stub.retry(
                                AttemptRequest.newBuilder().setSubject(file).build()))
                .getOutcomesList();
        return outcomes.get(0);
    }

    /** Stops it, at last by force. */
    @Override
    public void close() {
        if (control != null) {
            control.close();
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException again) {
            process.destroyForcibly();
        }
    }
}
