package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.RuntimeStart;
import io.funclet.host.it.runtime.Workspace;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is different in a container, without an engine: it takes root, and namespaces of the kernel. */
class ContainerIT {

    private static final String PROCESSES = "unshare --pid --fork --mount-proc --kill-child";
    private static final String NETWORK = "unshare --net";

    @TempDir
    Path directory;

    private static void assumeNamespaces(String unshare) throws Exception {
        assumeSucceeds(unshare + " true");
    }

    private static void assumeSucceeds(String command) throws Exception {
        assumeTrue(new ProcessBuilder("sh", "-c", command).start().waitFor() == 0, "not here: " + command);
    }

    /** What functions start and orphan becomes a child of process 1. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void orphansThatHaveEnded_areReaped_andChildrenOfFunctionsKeepTheirStatus(boolean newestJava) throws Exception {
        assumeNamespaces(PROCESSES);
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "orphan", "zombies", "child");
        FunctionJar.bundle("it.first")
                .function("orphan", """
                        Process parent = new ProcessBuilder("sh", "-c", "true & exit 0").start();
                        return Payload.of("" + parent.waitFor());
                        """)
                .function("child", """
                        return Payload.of("" + new ProcessBuilder("sh", "-c", "exit 7").start().waitFor());
                        """)
                .function("zombies", """
                        int zombies = 0;
                        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                            for (Path process : processes) {
                                String stat = Files.readString(process.resolve("stat"));
                                zombies += stat.substring(stat.lastIndexOf(')')).startsWith(") Z") ? 1 : 0;
                            }
                        }
                        return Payload.of("" + zombies);
                        """)
                .build()
                .deploy(workspace.code("code"), "first.jar");
        RuntimeStart first = RuntimeProcess.in(directory).through(PROCESSES);
        if (!newestJava) {
            first.javaHome(Path.of(System.getProperty("java.home")));
        }
        try (RuntimeProcess runtime = first.start().awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            for (int i = 0; i < 5; i++) {
                assertEquals("0", callers.call("orphan", ""));
            }
            workspace.log().await("as process 1 the runtime has reaped process");
            Await.until(
                    "the end of all zombies",
                    Await.LONG,
                    () -> {
                        assertEquals("7", callers.call("child", ""));
                        return callers.call("zombies", "").equals("0");
                    },
                    () -> callers.call("zombies", ""));
            callers.disconnect();
            ProcessHandle.of(runtime.pid()).orElseThrow().children().forEach(ProcessHandle::destroy);
            assertEquals(0, runtime.awaitExit(Await.LONG));
            workspace.log().await("service closed");
        }
    }

    /** As in the image, whose copy of setpriv has the capability. */
    @Test
    void port80_isOpenToAUserWhoIsNotRoot() throws Exception {
        assumeNamespaces(NETWORK);
        Workspace workspace = Workspace.in(directory);
        workspace.configure("server: {address: \"0.0.0.0:80\"}\n", "absent");
        RuntimeStart start = RuntimeProcess.in(directory).through(NETWORK).unprivileged();
        Path copy = directory.resolve("installation/bin/setpriv");
        assumeSucceeds("cp $(command -v setpriv) %1$s && chmod a+rx %1$s && setcap cap_net_bind_service=p %1$s"
                .formatted(copy));
        try (RuntimeProcess runtime = start.start()) {
            workspace.log().await("service listens on 0.0.0.0:80");
            assertEquals(0, runtime.terminate());
        }
    }

    @Test
    void startWithoutANetwork_hasNothingToSayOfIt() throws Exception {
        assumeNamespaces(NETWORK);
        Workspace workspace = Workspace.in(directory);
        workspace.configure("server: {address: \"0.0.0.0:" + workspace.port() + "\"}\n", "absent");
        try (RuntimeProcess runtime =
                RuntimeProcess.in(directory).through(NETWORK).start()) {
            workspace.log().await("service listens");
            assertEquals(0, runtime.terminate());
            assertEquals(0, workspace.log().count("WARN"), () -> "warned");
            assertEquals(List.of(), runtime.out());
            assertEquals(List.of(), runtime.err());
        }
    }
}
