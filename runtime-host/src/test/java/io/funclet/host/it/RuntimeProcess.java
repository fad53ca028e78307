package io.funclet.host.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
final class RuntimeProcess implements AutoCloseable {

    private static final Path DISTRIBUTION = Path.of(System.getProperty("funclet.distribution", "target/funclet"))
            .toAbsolutePath();

    /** Spares a quarter of the processor time of a start. The soak and the tests that count threads have C2, too. */
    static final String C1_ALONE = "-XX:TieredStopAtLevel=1";

    private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

    private final Process process;
    private final Path temporary;
    private final OutputLines out;
    private final OutputLines err;

    private RuntimeProcess(Process process, Path temporary) {
        this.process = process;
        this.temporary = temporary;
        this.out = new OutputLines(process.getInputStream());
        this.err = new OutputLines(process.getErrorStream());
    }

    /** The directory of the distribution. */
    static Path distribution() {
        return DISTRIBUTION;
    }

    /** A loopback port that is free now, and that no other test of this JVM gets. */
    static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (PORTS.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    static Start in(Path workingDirectory) {
        return new Start(workingDirectory);
    }

    /** How a process is to be started. Mutable, of one thread. */
    static final class Start {

        private final Path workingDirectory;
        private final Map<String, String> environment = new HashMap<>();
        private final List<String> javaOptions = new ArrayList<>(List.of(C1_ALONE));
        private Path launcher = DISTRIBUTION.resolve("bin/funclet");
        private String instanceName = "funclet-under-test";
        private Path temporary;
        private String first = "";
        private String through = "";
        private Unprivileged unprivileged = Unprivileged.NOBODY_ELSE;

        private Start(Path workingDirectory) {
            this.workingDirectory = workingDirectory;
        }

        /** {@code argv[0]}, for which a manager gives the name of the instance. */
        Start instanceName(String name) {
            instanceName = name;
            return this;
        }

        /** Another way to the launcher, such as a link. */
        Start launcher(Path path) {
            launcher = path;
            return this;
        }

        Start environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** The Java installation to run on; without it, the launcher takes the newest that it finds. */
        Start javaHome(Path home) {
            return environment("FUNCLET_JAVA_HOME", home.toString());
        }

        Start javaOption(String option) {
            javaOptions.add(option);
            return this;
        }

        /** With C2 and its thread, as users have it. */
        Start withBothCompilers() {
            javaOptions.remove(C1_ALONE);
            return this;
        }

        /** Where it makes temporary files; without it, in a new directory. */
        Start temporary(Path path) {
            temporary = path;
            return this;
        }

        /** In a group of processes that is limited. */
        Start within(PidsLimit limit) {
            first = "echo $$ >'" + limit.members() + "' && ";
            return withBothCompilers();
        }

        /** By another program, with its options, that takes the place of the shell, and gives its own to the runtime. */
        Start through(String program) {
            through = program + " ";
            return this;
        }

        /** As a user whom permissions concern; the working directory becomes that user's. */
        Start unprivileged() throws Exception {
            unprivileged = Unprivileged.of(workingDirectory);
            launcher = unprivileged.launcher(launcher, workingDirectory);
            return environment("FUNCLET_JAVA_HOME", System.getProperty("java.home"))
                    .environment("FUNCLET_AUTO_ARCHIVE", "off");
        }

        RuntimeProcess start(String... arguments) throws IOException {
            if (temporary == null) {
                // Its own: what is left there when it ends is the process's litter.
                temporary = Files.createTempDirectory(workingDirectory, "tmp-");
            }
            unprivileged.own(temporary);
            List<String> command = new ArrayList<>(
                    // These tests may have been started so that a signal is ignored, as by nohup, which is inherited.
                    List.of(
                            "env",
                            "--default-signal=HUP,INT",
                            "bash",
                            "-c",
                            first + "exec -a \"$0\" " + through + "\"$@\"",
                            instanceName));
            command.addAll(unprivileged.command());
            command.add(launcher.toString());
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
            // What this test was started with must not configure the runtime.
            builder.environment()
                    .keySet()
                    .removeIf(
                            name -> name.matches(
                                    "(BAETYL|OPENEDGE|FUNCLET)_.*|JAVA_OPTS|JAVA_TOOL_OPTIONS|RUNTIME_DIRECTORY|XDG_RUNTIME_DIR"));
            javaOptions.add("-Djava.io.tmpdir=" + temporary);
            builder.environment().put("JAVA_OPTS", String.join(" ", javaOptions));
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            return new RuntimeProcess(process, temporary);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The names that the system knows them by, of all threads: the JVM's too. */
    List<String> threads() throws IOException {
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
    List<String> out() {
        return out.soFar();
    }

    /** What it has written to standard error so far. */
    List<String> err() {
        return err.soFar();
    }

    /** Waits until the port accepts connections. */
    RuntimeProcess awaitPort(int port) throws Exception {
        Await.until(
                "port " + port + " of a runtime that " + (isAlive() ? "runs" : "has ended"),
                Await.LONG,
                () -> !isAlive() || connects(port),
                this::err);
        Assertions.assertTrue(isAlive(), () -> "the runtime has ended: " + err());
        return this;
    }

    /** Whether a process listens on a loopback port. */
    static boolean connects(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException rejected) {
            return false;
        }
    }

    /** Sends a signal by its name, without waiting for what it does. */
    void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        Assertions.assertEquals(0, kill.waitFor(), "kill -" + name);
    }

    /** Sends {@code SIGTERM}, and returns the exit status. */
    int terminate() throws Exception {
        signal("TERM");
        return awaitExit(Await.LONG);
    }

    /** Waits for the end of the process, and of its output, and returns the exit status. */
    int awaitExit(Duration deadline) throws InterruptedException {
        boolean ended = process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS);
        Assertions.assertTrue(ended, () -> "still runs after " + deadline + ": " + err());
        out.awaitEnd();
        err.awaitEnd();
        return process.exitValue();
    }

    /** What is left of a process that has ended: child processes and temporary files. */
    Collection<String> litter() throws IOException {
        TreeSet<String> litter = new TreeSet<>();
        // Its children are init's by now; their command line still has the directory that only this process used.
        ProcessHandle.allProcesses()
                .filter(other -> other.info().commandLine().orElse("").contains(temporary.toString()))
                .forEach(other -> litter.add("process " + other.pid()));
        try (Stream<Path> files = Files.list(temporary)) {
            files.forEach(file -> litter.add(file.toString()));
        }
        return litter;
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
