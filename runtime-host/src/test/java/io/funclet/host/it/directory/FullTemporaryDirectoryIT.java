package io.funclet.host.it.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file system of its own for {@code java.io.tmpdir}, which has no blocks or no inodes; skipped where none may be mounted. */
class FullTemporaryDirectoryIT {

    @TempDir
    Path directory;

    private Workspace workspace;
    private Path temporary;

    @BeforeEach
    void mount() throws Exception {
        workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "fn", "other");
        FunctionJar.of("it.fn", "fn", "return event;").deploy(workspace.code("code"), "fn.jar");
        temporary = Files.createDirectories(directory.resolve("full"));
        Process mount = new ProcessBuilder(
                        "mount", "-t", "tmpfs", "-o", "size=2m,nr_inodes=300", "tmpfs", temporary.toString())
                .start();
        assumeTrue(mount.waitFor() == 0, "this user may not mount");
    }

    @AfterEach
    void unmount() throws Exception {
        new ProcessBuilder("umount", "--lazy", temporary.toString()).start().waitFor();
    }

    /** From nothing at all to what is enough for the first files, but not for the framework's. */
    @ParameterizedTest
    @ValueSource(ints = {0, 12})
    void start_saysInOneLineWhereThereIsNoRoom(int kilobytesLeft) throws Exception {
        Files.write(temporary.resolve("ballast"), new byte[(2 << 20) - (kilobytesLeft << 10)]);
        try (RuntimeProcess runtime =
                RuntimeProcess.in(directory).temporary(temporary).start()) {
            assertEquals(1, runtime.awaitExit(Await.LONG));
            assertEquals(
                    List.of("funclet: " + temporary
                            + " (java.io.tmpdir) cannot be written to: No space left on device"),
                    runtime.err());
        }
        assertEquals(
                List.of(),
                workspace.log().lines().stream()
                        .filter(line -> line.contains("cleanly") || line.contains(" at "))
                        .toList());
    }

    @Test
    void jarForWhichOneInodeIsLeft_waits_andNothingButTheLogTellsOfIt() throws Exception {
        try (RuntimeProcess runtime = workspace.startWith(temporary);
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("echo", callers.call("fn", "echo"));
            Deque<Path> inodes = fillInodes();
            // For the copy of the jar, and no more.
            Files.delete(inodes.pop());
            FunctionJar.of("it.other", "other", "return event;").deploy(workspace.code("code"), "other.jar");
            workspace.log().awaitAll("waiting code/other.jar", "cannot be installed in the temporary directory: ");

            for (Path inode : inodes) {
                Files.delete(inode);
            }
            workspace.log().await("serving other ");
            assertEquals(1, workspace.log().count("waiting code/other.jar"));
            assertEquals(0, workspace.log().count("ERROR"));
            callers.disconnect();
            assertEquals(0, runtime.terminate());
            assertEquals(List.of(), runtime.err());
            assertEquals(List.of(), runtime.out());
        }
    }

    @Test
    void functionThatFindsNoRoomForItsOwnFiles_waits_andIsTakenWhenThereIs() throws Exception {
        try (RuntimeProcess runtime = workspace.startWith(temporary);
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("echo", callers.call("fn", "echo"));
            Path ballast = Files.write(temporary.resolve("ballast"), new byte[1 << 20]);
            FunctionJar.bundle("it.other").component("other", """
                            private java.nio.file.Path index;

                            @Activate
                            public void enter() throws java.io.IOException {
                                index = java.nio.file.Files.createTempFile("index", "");
                                try {
                                    java.nio.file.Files.write(index, new byte[1 << 20]);
                                } finally {
                                    java.nio.file.Files.delete(index);
                                }
                            }

                            @Override
                            public Payload handle(Payload event, CallContext call) {
                                return event;
                            }
                            """).build().deploy(workspace.code("code"), "other.jar");
            workspace.log().awaitAll("waiting code/other.jar", "failed to activate", "No space left on device");

            Files.delete(ballast);
            workspace.log().await("serving other ");
            assertEquals(1, workspace.log().count("waiting code/other.jar"));
            callers.disconnect();
            assertEquals(0, runtime.terminate());
        }
    }

    private Deque<Path> fillInodes() throws IOException {
        Deque<Path> inodes = new ArrayDeque<>();
        for (int i = 0; i <= 300; i++) {
            try {
                inodes.push(Files.createFile(temporary.resolve("inode-" + i)));
            } catch (IOException none) {
                assertTrue(i > 0, none::toString);
                return inodes;
            }
        }
        throw new IllegalStateException("the file system has no limit");
    }
}
