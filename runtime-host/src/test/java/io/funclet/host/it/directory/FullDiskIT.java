package io.funclet.host.it.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.RepackedJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No room for copies. The kernel rejects to let the process write files beyond a size, which is how a full disk looks to
 * it, and needs no right that a test may lack.
 */
@BeginsFirst
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

    /** Its log goes to standard error, which has no size. */
    private static RuntimeProcess serve(Workspace workspace) throws Exception {
        return RuntimeProcess.in(workspace.path())
                .start("serve", workspace.code("open").toString(), "--address", "127.0.0.1:" + workspace.port())
                .awaitPort(workspace.port());
    }

    private static void awaitLine(RuntimeProcess process, String... parts) throws Exception {
        Await.until(
                "a line with " + String.join(" ... ", parts),
                Await.LONG,
                () -> process.err().stream().anyMatch(line -> Stream.of(parts).allMatch(line::contains)),
                process::err);
    }

    @Test
    void jarForWhoseCopyThereIsNoRoom_waits_andIsTakenWhenThereIs(@TempDir Path directory) throws Exception {
        Workspace workspace = Workspace.in(directory);
        Path code = workspace.code("open");
        version("1.0.0").deploy(code, "fn.jar");
        try (RuntimeProcess process = serve(workspace);
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("1.0.0", callers.call("fn", ""));
            limitFiles(process, "512");
            version("2.0.0").deploy(code, "fn.jar");
            awaitLine(process, "waiting open/fn.jar", "cannot be copied to the temporary directory");
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
    void jarWithinAJar_forWhoseUnpackingThereIsNoRoom_keepsItWaiting_andIsUnpackedWhenThereIs(@TempDir Path directory)
            throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "fn");
        Path code = workspace.code("code");
        version("1.0.0").deploy(code, "fn.jar");
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("1.0.0", callers.call("fn", ""));
            // More than the log and the copy of the jar take, less than the jar within it.
            limitFiles(runtime, "200000");
            withLibrary().deploy(code, "fn.jar");
            workspace
                    .log()
                    .awaitAll("waiting code/fn.jar (it.fn 2.0.0)", "cannot be unpacked to the temporary directory: ");
            assertEquals("1.0.0", callers.call("fn", ""));

            limitFiles(runtime, "unlimited");
            workspace.log().await("serving fn 2.0.0");
            assertEquals("in the library", callers.call("fn", ""));
            assertEquals(1, workspace.log().count("waiting code/fn.jar"));
            assertEquals(0, workspace.log().count("Unable to extract"));
            callers.disconnect();
            assertEquals(0, runtime.terminate());
        }
    }

    /** It needs the jar within it not before it is called, and says what that holds: a megabyte, packed to nothing. */
    private static FunctionJar withLibrary() {
        FunctionJar function = FunctionJar.bundle("it.fn")
                .version("2.0.0")
                .header("Bundle-ClassPath", ".,lib.jar")
                .function("fn", """
                        try (java.io.InputStream text = getClass().getResourceAsStream("/text")) {
                            return Payload.of(new String(text.readAllBytes()));
                        }
                        """)
                .build();
        byte[] library = RepackedJar.with(
                FunctionJar.withManifest(Map.of()),
                name -> true,
                ZipEntry.STORED,
                Map.of("text", "in the library".getBytes(StandardCharsets.US_ASCII), "ballast", new byte[1 << 20]));
        return new FunctionJar(RepackedJar.with(function, name -> true, ZipEntry.DEFLATED, Map.of("lib.jar", library)));
    }

    @Test
    void jarThatServes_isNotSaidToWait_ifItIsLookedAtWhileThereIsNoRoom(@TempDir Path directory) throws Exception {
        Workspace workspace = Workspace.in(directory);
        Path code = workspace.code("open");
        Path jar = version("1.0.0").deploy(code, "fn.jar");
        try (RuntimeProcess process = serve(workspace);
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("1.0.0", callers.call("fn", ""));
            limitFiles(process, "512");
            Files.setLastModifiedTime(jar, FileTime.fromMillis(1_700_000_000_000L));
            FunctionJar.of("it.other", "other", "return event;").deploy(code, "other.jar");
            awaitLine(process, "waiting open/other.jar");
            limitFiles(process, "unlimited");
            awaitLine(process, "deployed open/other.jar");
            version("2.0.0").deploy(code, "fn.jar");
            awaitLine(process, "updated open/fn.jar");

            assertEquals(
                    List.of(),
                    process.err().stream()
                            .filter(line -> line.contains("waiting open/fn.jar"))
                            .toList());
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

            // Each time another line: equal ones would be counted, and not written.
            AtomicInteger calls = new AtomicInteger();
            Await.until(
                    "lines again",
                    Await.LONG,
                    () -> !callers.call("fn", "after " + calls.incrementAndGet())
                                    .isEmpty()
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
