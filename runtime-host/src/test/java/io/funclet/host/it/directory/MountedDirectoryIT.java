package io.funclet.host.it.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.CompiledLibrary;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File systems that are mounted and unmounted, and full: skipped where this user may not mount. */
class MountedDirectoryIT {

    @TempDir
    Path directory;

    private Path mounted;

    private static FunctionJar version(String version) {
        return FunctionJar.bundle("it.mounted")
                .version(version)
                .function("fn", "System.out.println(event.text()); return Payload.of(\"" + version + "\");")
                .build();
    }

    private void mount(Path path, String size) throws Exception {
        Process mount =
                new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path.toString()).start();
        assumeTrue(mount.waitFor() == 0, "this user may not mount");
        mounted = path;
    }

    private void unmount() throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("umount", "--lazy", mounted.toString())
                        .start()
                        .waitFor());
        mounted = null;
    }

    @AfterEach
    void leaveNothingMounted() throws Exception {
        if (mounted != null) {
            unmount();
        }
    }

    @Test
    void codeDirectoryThatIsUnmounted_keepsServing_andIsPickedUpWhenItIsBack() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "fn");
        Path code = workspace.code("code");
        mount(code, "1m");
        version("1.0.0").deploy(code, "fn.jar");
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("1.0.0", callers.call("fn", ""));

            unmount();
            workspace.log().await("var/db/code is not there, or not mounted");
            assertEquals("1.0.0", callers.call("fn", ""));

            mount(code, "1m");
            version("2.0.0").deploy(code, "fn.jar");
            workspace.log().await("serving fn 2.0.0");
            assertEquals("2.0.0", callers.call("fn", ""));
            workspace.log().await("var/db/code is there again");
            assertEquals(0, workspace.log().count("removed code/fn.jar"));

            Files.delete(code.resolve("fn.jar"));
            workspace.log().await("removed code/fn.jar");
            callers.disconnect();
            assertEquals(0, runtime.terminate());
        }
    }

    @Test
    void codeDirectoryThatComesBackEmpty_servesNothing() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "fn");
        Path code = workspace.code("code");
        mount(code, "1m");
        version("1.0.0").deploy(code, "fn.jar");
        try (RuntimeProcess runtime = workspace.start()) {
            workspace.awaitServing("fn");
            unmount();
            workspace.log().await("var/db/code is not there, or not mounted");
            mount(code, "1m");
            workspace.log().await("removed code/fn.jar");
            assertEquals(0, runtime.terminate());
        }
    }

    @Test
    void fullDiskOfTheLog_atTheStart_losesLines_andTheLogSaysHowManyWhenThereIsRoom() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "fn");
        version("1.0.0").deploy(workspace.code("code"), "fn.jar");
        Path log = Files.createDirectories(workspace.path().resolve("var/log"));
        mount(log, "64k");
        Path ballast = fill(log);
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("1.0.0", callers.call("fn", ""));

            Files.delete(ballast);
            // Each time another line: equal ones would be counted, and not written.
            AtomicInteger calls = new AtomicInteger();
            Await.until(
                    "lines again",
                    Await.LONG,
                    () -> callers.call("fn", "call " + calls.incrementAndGet()).equals("1.0.0")
                            && workspace.log().count("lines lost: ") > 0,
                    runtime::toString);
            callers.disconnect();
            assertEquals(0, runtime.terminate());
            workspace.log().await("service closed");
            List<String> told = runtime.err();
            assertEquals(2, told.size(), told::toString);
        }
    }

    @Test
    void temporaryDirectoryThatIsMountedNoexec_isSaid_whenAJarWithNativeLibrariesComes() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "fn");
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        mount(temporary, "64m,noexec");
        CompiledLibrary library = CompiledLibrary.of(directory.resolve("libask.so"), "it.mounted.Function_fn", 1);
        FunctionJar.bundle("it.mounted")
                .function("fn", "return Payload.of(\"called\");")
                .header("Include-Resource", library.entry("libjffi-1.2.so"))
                .build()
                .deploy(workspace.code("code"), "fn.jar");
        try (RuntimeProcess runtime = workspace.startWith(temporary)) {
            workspace
                    .log()
                    .awaitAll(
                            "deployed code/fn.jar",
                            "libjffi-1.2.so cannot be loaded from " + temporary,
                            "is mounted noexec",
                            "JAVA_OPTS=-Djava.io.tmpdir=");
            // What only an update leads to is not said at a start.
            assertEquals(0, workspace.log().count("until the process ends"));
            assertEquals(0, runtime.terminate());
        }
        unmount();
    }

    private static Path fill(Path full) throws IOException {
        Path ballast = full.resolve("ballast");
        byte[] page = new byte[4096];
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(page);
            }
        } catch (IOException isFull) {
            return ballast;
        }
    }
}
