package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void logForWhichThereIsNoRoom_losesLines_notCalls_andSaysHowManyAfterwards(@TempDir Path directory)
            throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "fn");
        FunctionJar.of("it.fn", "fn", "System.out.println(event.text()); return event;")
                .deploy(workspace.code("code"), "fn.jar");
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("before", callers.call("fn", "before"));
            workspace.log().await("stdout - before");
            limitFiles(runtime, Long.toString(Files.size(workspace.log().path())));
            assertEquals("lost", callers.call("fn", "lost"));
            assertEquals("too", callers.call("fn", "too"));
            limitFiles(runtime, "unlimited");

            Await.until(
                    "lines again",
                    Await.LONG,
                    () -> callers.call("fn", "after").equals("after")
                            && workspace.log().count("lines lost: ") > 0,
                    runtime::toString);
            assertEquals(0, workspace.log().count("stdout - lost"));
            assertEquals(0, workspace.log().count("stdout - too"));
            assertEquals(1, workspace.log().count("lines lost: "));
            callers.disconnect();
            assertEquals(0, runtime.terminate());
            workspace.log().await("service closed");
        }
    }

    @Test
    void logWhoseDirectoryIsDeleted_isBegunAnew_andSaysSo(@TempDir Path directory) throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "fn");
        FunctionJar.of("it.fn", "fn", "System.out.println(event.text()); return event;")
                .deploy(workspace.code("code"), "fn.jar");
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("before", callers.call("fn", "before"));
            Files.delete(workspace.log().path());
            Files.delete(workspace.log().path().getParent());

            // Each time another line: equal ones would be counted, and not written.
            AtomicInteger calls = new AtomicInteger();
            Await.until(
                    "a log again",
                    Await.LONG,
                    () -> !callers.call("fn", "after " + calls.incrementAndGet())
                                    .isEmpty()
                            && workspace.log().count("stdout - after") > 0,
                    runtime::toString);
            workspace.log().await("is begun anew");
            callers.disconnect();
            assertEquals(0, runtime.terminate());
        }
    }
}
