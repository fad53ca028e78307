package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.RuntimeStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The listening socket is that of systemd: its own tool passes it on as for a service with a socket unit. */
class InheritedSocketIT {

    private static final Path TOOL = Path.of("/usr/bin/systemd-socket-activate");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"17", "newest"})
    void socketOfSystemd_isUsed_andLeavesStandardErrorAlone(String java) throws Exception {
        assumeTrue(Files.isExecutable(TOOL), "no " + TOOL);
        FunctionJar.echo("it.echo", "echo")
                .build()
                .deploy(Files.createDirectories(directory.resolve("code")), "echo.jar");
        int port = RuntimeProcess.freePort();
        int unused = RuntimeProcess.freePort();
        RuntimeStart start = RuntimeProcess.in(directory)
                .through(TOOL + " -E JAVA_OPTS -E FUNCLET_JAVA_HOME --listen=127.0.0.1:" + unused
                        + " --listen=127.0.0.1:" + port);
        if (java.equals("17")) {
            start.javaHome(Path.of(System.getProperty("java.home")));
        }
        // The tool starts the runtime at the first connection.
        try (RuntimeProcess runtime = start.start("serve", "code", "--address", "127.0.0.1:" + port);
                Callers callers = Callers.of(port)) {
            assertEquals("there", callers.call("echo", "there"));
            assertEquals(0, runtime.terminate());
            List<String> log = runtime.err();
            assertTrue(
                    log.stream().anyMatch(line -> line.contains("socket /127.0.0.1:" + unused + " is not used")),
                    log::toString);
            assertTrue(log.get(log.size() - 1).endsWith("service closed"), log::toString);
        }
    }
}
