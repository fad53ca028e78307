package io.funclet.host.it.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a process is to be started. Mutable, of one thread. */
public final class RuntimeStart {

    /** Spares a quarter of the processor time of a start. The soak and the tests that count threads have C2, too. */
    public static final String C1_ALONE = "-XX:TieredStopAtLevel=1";

    /** Five seconds become one: longer than a busy machine takes, shorter than a test should wait. */
    private static final int USUAL_WAIT_DIVISOR = 5;

    private final Path workingDirectory;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> javaOptions = new ArrayList<>(List.of(C1_ALONE));
    private Path launcher = RuntimeProcess.distribution().resolve("bin/funclet");
    private String instanceName = "funclet-under-test";
    private int waitDivisor = USUAL_WAIT_DIVISOR;
    private Path temporary;
    private String first = "";
    private String through = "";
    private Unprivileged unprivileged = Unprivileged.NOBODY_ELSE;

    RuntimeStart(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    /** {@code argv[0]}, for which a manager gives the name of the instance. */
    public RuntimeStart instanceName(String name) {
        instanceName = name;
        return this;
    }

    /** Another way to the launcher, such as a link. */
    public RuntimeStart launcher(Path path) {
        launcher = path;
        return this;
    }

    public RuntimeStart environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** The Java installation to run on; without it, the launcher takes the newest that it finds. */
    public RuntimeStart javaHome(Path home) {
        return environment("FUNCLET_JAVA_HOME", home.toString());
    }

    public RuntimeStart javaOption(String option) {
        javaOptions.add(option);
        return this;
    }

    /** With C2 and its thread, as users have it. */
    public RuntimeStart withBothCompilers() {
        javaOptions.remove(C1_ALONE);
        return this;
    }

    /** Divides the fixed waits of the runtime; 1 leaves them as users have them. */
    public RuntimeStart waitDivisor(int divisor) {
        waitDivisor = divisor;
        return this;
    }

    /** Where it makes temporary files; without it, in a new directory. */
    public RuntimeStart temporary(Path path) {
        temporary = path;
        return this;
    }

    /** In a group of processes that is limited. */
    public RuntimeStart within(PidsLimit limit) {
        first = "echo $$ >'" + limit.members() + "' && ";
        return withBothCompilers();
    }

    /** By another program, with its options, that takes the place of the shell, and gives its own to the runtime. */
    public RuntimeStart through(String program) {
        through = program + " ";
        return this;
    }

    /** As a user whom permissions concern; the working directory becomes that user's. */
    public RuntimeStart unprivileged() throws Exception {
        unprivileged = Unprivileged.of(workingDirectory);
        launcher = unprivileged.launcher(launcher, workingDirectory);
        return environment("FUNCLET_JAVA_HOME", System.getProperty("java.home"))
                .environment("FUNCLET_AUTO_ARCHIVE", "off");
    }

    public RuntimeProcess start(String... arguments) throws IOException {
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
                .removeIf(name -> name.matches(
                        "(BAETYL|OPENEDGE|FUNCLET)_.*|JAVA_OPTS|JAVA_TOOL_OPTIONS|RUNTIME_DIRECTORY|XDG_RUNTIME_DIR"));
        javaOptions.add("-Djava.io.tmpdir=" + temporary);
        javaOptions.add("-Dfunclet.waits.divisor=" + waitDivisor);
        builder.environment().put("JAVA_OPTS", String.join(" ", javaOptions));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new RuntimeProcess(process, temporary);
    }
}
