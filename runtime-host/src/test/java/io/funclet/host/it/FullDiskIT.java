package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No room for copies. The kernel refuses to let the process write files beyond a size, which is how a full disk looks to
 * it, and needs no right that a test may lack.
 */
class FullDiskIT {

    private static FunctionJar version(String version) {
        return FunctionJar.bundle("it.fn")
                .version(version)
                .function("fn", "return Payload.of(\"" + version + "\");")
                .build();
    }

    private static void limitFiles(RuntimeProcess process, String bytes) throws Exception {
        String pid = Long.toString(process.pid());
        Process limit = new ProcessBuilder("prlimit", "--fsize=" + bytes + ":unlimited", "--pid", pid)
                .inheritIO()
                .start();
        assertEquals(0, limit.waitFor(), "prlimit of util-linux");
    }

    @Test
    void jarForWhoseCopyThereIsNoRoom_waits_andIsTakenWhenThereIs(@TempDir Path directory) throws Exception {
        Workspace workspace = Workspace.in(directory);
        Path code = workspace.code("open");
        version("1.0.0").deploy(code, "fn.jar");
        try (RuntimeProcess process = RuntimeProcess.in(directory)
                        .start("serve", code.toString(), "--address", "127.0.0.1:" + workspace.port())
                        .awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("1.0.0", callers.call("fn", ""));
            limitFiles(process, "512");
            version("2.0.0").deploy(code, "fn.jar");
            Await.until(
                    "a word on the full disk",
                    Await.LONG,
                    () -> process.err().stream()
                            .anyMatch(line -> line.contains("waiting open/fn.jar")
                                    && line.contains("cannot be copied to the temporary directory")),
                    process::err);
            assertEquals("1.0.0", callers.call("fn", ""));
            limitFiles(process, "unlimited");
            Await.until(
                    "the new version",
                    Await.LONG,
                    () -> callers.call("fn", "").equals("2.0.0"),
                    () -> callers.call("fn", ""));
            assertEquals(0, process.terminate());
        }
    }
}
