package io.funclet.host.it.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.RuntimeStart;
import io.funclet.host.it.runtime.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the runtime gets to know of changes: by being told where that is possible, else by looking. */
@BeginsFirst
class DirectoryEventsIT {

    private static final int JARS = 600;

    @TempDir
    Path directory;

    private Workspace workspace;

    @BeforeEach
    void serveAnOldVersion() throws Exception {
        workspace = Workspace.in(directory);
        workspace.file(
                "etc/baetyl/service.yml",
                "name: test\n" + workspace.server()
                        + "logger: {path: var/log/service.log, level: debug}\n"
                        + "functions:\n"
                        + "  - {name: one, handler: one, codedir: var/db/one}\n"
                        + "  - {name: two, handler: two, codedir: var/db/two}\n");
        BadJar.good("one", "old").deploy(workspace.code("one"), "one.jar");
        BadJar.good("two", "old").deploy(workspace.code("two"), "two.jar");
    }

    private RuntimeStart start() {
        // So rarely that whatever is noticed was told.
        return RuntimeProcess.in(directory)
                .environment("FUNCLET_POLL_INTERVAL", "1h")
                .waitDivisor(1);
    }

    private void assumeThatTheFileSystemTells() throws Exception {
        String type = Files.getFileStore(directory).type();
        assumeTrue(Set.of("ext4", "xfs", "btrfs", "tmpfs", "overlay").contains(type), type + " tells nothing");
    }

    @Test
    void changeIsTold_andNeedNotBeLookedFor() throws Exception {
        assumeThatTheFileSystemTells();
        try (RuntimeProcess runtime = start().start().awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("old", callers.call("one", ""));
            assertEquals("old", callers.call("two", ""));
            assertEquals(List.of("code-events"), threads(runtime, "code-events"), "one for all directories");

            BadJar.good("one", "new").deploy(workspace.code("one"), "one.jar");
            awaitAnswer(runtime, callers, "one", "new");
            // What no event tells of shows all the same: when all is looked at, which is every five seconds.
            long fastest = Long.MAX_VALUE;
            for (int i = 0; i < 4; i++) {
                long begin = System.nanoTime();
                BadJar.good("one", "new " + i).deploy(workspace.code("one"), "one.jar");
                awaitAnswer(runtime, callers, "one", "new " + i);
                fastest = Math.min(fastest, System.nanoTime() - begin);
            }
            assertTrue(fastest < TimeUnit.SECONDS.toNanos(3), "was looked for: the fastest took " + fastest + " ns");
            BadJar.good("one", "newer").deploy(workspace.code("one"), "another.jar");
            Files.delete(workspace.code("one").resolve("one.jar"));
            awaitAnswer(runtime, callers, "one", "newer");
            assertEquals(0, runtime.terminate());
        }
    }

    @Test
    void changeIsTold_alsoAfterAFunctionHasInterruptedItsThreadGroup() throws Exception {
        assumeThatTheFileSystemTells();
        try (RuntimeProcess runtime = start().start().awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            FunctionJar.of("it.one", "one", """
                            Thread.currentThread().getThreadGroup().interrupt();
                            return Payload.of("interrupted");
                            """).deploy(workspace.code("one"), "one.jar");
            awaitAnswer(runtime, callers, "one", "interrupted");
            BadJar.good("two", "new").deploy(workspace.code("two"), "two.jar");
            awaitAnswer(runtime, callers, "two", "new");
            assertEquals(List.of("code-events"), threads(runtime, "code-events"));
        }
    }

    @Test
    void directoryThatIsReplacedByAnother_isToldOfFromThenOn() throws Exception {
        assumeThatTheFileSystemTells();
        try (RuntimeProcess runtime = start().start().awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("old", callers.call("one", ""));
            Path served = workspace.code("one");
            BadJar.good("one", "new").deploy(workspace.code("next"), "one.jar");
            Files.move(served, served.resolveSibling("away"));
            Files.move(workspace.code("next"), served);
            awaitAnswer(runtime, callers, "one", "new");
            BadJar.good("one", "newer").deploy(served, "one.jar");
            awaitAnswer(runtime, callers, "one", "newer");
        }
    }

    @Test
    void moreChangesThanTheSystemCounts_areAllNoticed() throws Exception {
        assumeThatTheFileSystemTells();
        try (RuntimeProcess runtime = start().start().awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("old", callers.call("one", ""));
            Path code = workspace.code("one");
            for (int i = 0; i < JARS; i++) {
                Files.writeString(code.resolve("junk" + i + ".jar"), "no zip");
            }
            BadJar.good("one", "new").deploy(code, "one.jar");
            awaitAnswer(runtime, callers, "one", "new");
            for (int i = 0; i < JARS; i++) {
                workspace.log().await("junk" + i + ".jar");
            }
        }
    }

    @Test
    void smallProfile_looksByItself_andSparesTheThreads() throws Exception {
        try (RuntimeProcess runtime = RuntimeProcess.in(directory)
                        .environment("FUNCLET_PROFILE", "small")
                        .start()
                        .awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("old", callers.call("one", ""));
            assertEquals(List.of(), threads(runtime, "code-events"));
            BadJar.good("one", "new").deploy(workspace.code("one"), "one.jar");
            awaitAnswer(runtime, callers, "one", "new");
        }
    }

    private static List<String> threads(RuntimeProcess runtime, String name) throws Exception {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(runtime.pid()), "task"))) {
            return tasks.map(DirectoryEventsIT::nameOf).filter(name::equals).toList();
        }
    }

    private static String nameOf(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException ended) {
            return "";
        }
    }

    private static void awaitAnswer(RuntimeProcess runtime, Callers callers, String function, String answer)
            throws Exception {
        Await.until(
                "answer " + answer, Await.LONG, () -> callers.call(function, "").equals(answer), runtime::toString);
    }
}
