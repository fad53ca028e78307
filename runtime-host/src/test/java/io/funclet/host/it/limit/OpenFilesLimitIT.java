package io.funclet.host.it.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that may open no further file, and no connection either: who is connected is served, the others wait. */
class OpenFilesLimitIT {

    private static FunctionJar version(String version) {
        return FunctionJar.bundle("it.files")
                .version(version)
                .function("fn", "return Payload.of(\"" + version + "\");")
                .build();
    }

    private static void limitFiles(RuntimeProcess process, long files) throws Exception {
        Process limit = new ProcessBuilder("prlimit", "--nofile=" + files + ":", "--pid", Long.toString(process.pid()))
                .inheritIO()
                .start();
        assertEquals(0, limit.waitFor(), "prlimit of util-linux");
    }

    private static Duration processorTime(RuntimeProcess process) {
        return ProcessHandle.of(process.pid())
                .orElseThrow()
                .info()
                .totalCpuDuration()
                .orElseThrow();
    }

    /** The limit is of the highest number, and the lowest free one is taken. */
    private static long firstFree(RuntimeProcess process) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            var numbers = open.map(file -> Long.parseLong(file.getFileName().toString()))
                    .toList();
            return Stream.iterate(0L, number -> number + 1)
                    .filter(number -> !numbers.contains(number))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void atTheLimit_connectedClientsAreServed_othersAndUpdatesWait_andAllRecovers(@TempDir Path directory)
            throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "fn");
        version("1.0.0").deploy(workspace.code("code"), "fn.jar");
        try (RuntimeProcess runtime = workspace.start();
                Callers connected = Callers.of(workspace.port());
                Callers late = Callers.of(workspace.port())) {
            assertEquals("1.0.0", connected.call("fn", ""));
            limitFiles(runtime, firstFree(runtime));
            var waiting = late.begin("fn", "", Await.LONG);
            workspace.log().await("no connection can be accepted");
            Duration before = processorTime(runtime);
            version("2.0.0").deploy(workspace.code("code"), "fn.jar");
            workspace.log().await("cannot be read now");
            assertEquals("1.0.0", connected.call("fn", ""));
            workspace.log().await("waiting code/fn.jar");
            // An event loop that tried all the time would have used all of a processor since.
            Duration used = processorTime(runtime).minus(before);
            assertTrue(used.toMillis() < 2000, used::toString);
            assertEquals(1, workspace.log().count("no connection can be accepted"));

            limitFiles(runtime, 1024);
            String answer = Callers.payload(waiting);
            assertTrue(answer.equals("1.0.0") || answer.equals("2.0.0"), answer);
            workspace.log().await("connections are accepted again");
            workspace.log().await("serving fn 2.0.0");
            connected.disconnect();
            late.disconnect();
            assertEquals(0, runtime.terminate());
        }
    }
}
