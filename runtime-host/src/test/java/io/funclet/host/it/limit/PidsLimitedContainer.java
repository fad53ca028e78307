package io.funclet.host.it.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.PidsLimit;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.RuntimeStart;
import io.funclet.host.it.runtime.StoppedRuntime;
import io.funclet.host.it.runtime.Workspace;
import java.nio.file.Path;
import java.util.List;

/** A runtime in a container whose threads are limited, with a function that takes all of them. */
final class PidsLimitedContainer {

    /** Below the number from which on there are 64 workers, whatever the limit leaves: there, all of them may be gone. */
    static final int PLENTY = 80;

    private final Path directory;
    private final Workspace workspace;

    private PidsLimitedContainer(Path directory, Workspace workspace) {
        this.directory = directory;
        this.workspace = workspace;
    }

    /** Has the first version of the functions, and room for one more, {@code slow}. Nothing runs yet. */
    static PidsLimitedContainer in(Path directory) throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "version", "gate", "leak", "slow");
        version("1.0.0").deploy(workspace.code("code"), "threads.jar");
        return new PidsLimitedContainer(directory, workspace);
    }

    /** A jar whose function {@code version} answers this, {@code gate} waits, and {@code leak} takes all threads. */
    static FunctionJar version(String version) {
        return FunctionJar.bundle("it.threads")
                .version(version)
                .function("version", "return Payload.of(\"" + version + "\");")
                .function("gate", Gate.HANDLER)
                .function("leak", """
                        while (true) {
                            Thread idle = new Thread(() -> {
                                try {
                                    Thread.sleep(Long.MAX_VALUE);
                                } catch (InterruptedException end) {
                                    return;
                                }
                            });
                            idle.setDaemon(true);
                            idle.start();
                        }
                        """)
                .build();
    }

    Workspace workspace() {
        return workspace;
    }

    /** Starts on the Java of the build; returns when the functions serve. */
    RuntimeProcess start(PidsLimit limit) throws Exception {
        RuntimeProcess runtime = begin(limit).javaHome(javaOfTheBuild()).start().awaitPort(workspace.port());
        workspace.awaitServing("version", "gate", "leak");
        return runtime;
    }

    RuntimeStart begin(PidsLimit limit) {
        return RuntimeProcess.in(directory).within(limit).environment("FUNCLET_AUTO_ARCHIVE", "off");
    }

    static Path javaOfTheBuild() {
        return Path.of(System.getProperty("java.home"));
    }

    void assertOrderlyEnd(RuntimeProcess runtime) throws Exception {
        assertEquals(0, runtime.awaitExit(StoppedRuntime.GRACE));
        workspace.log().await("service closed");
        // The JVM speaks of threads that it could not have; not of a signal that it could not have handled.
        assertEquals(
                List.of(),
                runtime.out().stream().filter(line -> line.contains("SIG")).toList());
    }
}
