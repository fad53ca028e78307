package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory for temporary files in which others have left things. */
class TemporaryDirectoryIT {

    private Workspace workspace;
    private Path temporary;

    @BeforeEach
    void configure(@TempDir Path directory) throws Exception {
        workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "fn");
        FunctionJar.of("it.fn", "fn", "return event;").deploy(workspace.code("code"), "fn.jar");
        temporary = Files.createDirectories(directory.resolve("temporary"));
    }

    private static List<Path> filesIn(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void pipeInThePlaceOfALockFile_keepsNoRuntimeFromStarting_norFromEnding() throws Exception {
        Path lock = Files.createDirectory(temporary.resolve("funclet-1-1")).resolve("lock");
        assertEquals(0, new ProcessBuilder("mkfifo", lock.toString()).start().waitFor());
        try (RuntimeProcess runtime = workspace.startWith(temporary);
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("echo", callers.call("fn", "echo"));
            callers.disconnect();
            assertEquals(0, runtime.terminate());
        }
        assertTrue(Files.exists(lock));
    }

    @Test
    void whatAKilledProcessHasLeft_isDeletedByTheNextOne_whichServes() throws Exception {
        try (RuntimeProcess killed = workspace.startWith(temporary)) {
            workspace.log().await("service listens");
            assertTrue(killed.isAlive());
        }
        List<Path> left = filesIn(temporary);
        assertEquals(1, left.size());
        try (RuntimeProcess runtime = workspace.startWith(temporary)) {
            Await.until("the next one has deleted it", Await.LONG, () -> !Files.exists(left.get(0)), () -> left);
            assertEquals(0, runtime.terminate());
        }
        assertEquals(List.of(), filesIn(temporary));
    }

    @Test
    void serviceWithADirectoryOfItsOwn_hasItsSocketThere_andNothingIsLeft() throws Exception {
        Path own = Files.createDirectories(workspace.path().resolve("run/gate"));
        Path open = Files.createDirectories(workspace.path().resolve("run/open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (RuntimeProcess runtime = RuntimeProcess.in(workspace.path())
                .temporary(temporary)
                .environment("RUNTIME_DIRECTORY", open + ":" + own)
                .environment("XDG_RUNTIME_DIR", temporary.resolve("absent").toString())
                .start()
                .awaitPort(workspace.port())) {
            workspace.log().await("service listens");
            Path socket = filesIn(own).get(0).resolve("control");
            Operator operator = new Operator(workspace.path(), temporary);
            Operator.Said said = operator.run("ps", "--control", socket.toString());
            assertTrue(said.names("test, process " + runtime.pid()), said::toString);
            assertFalse(Files.exists(filesIn(temporary).get(0).resolve("control")));
            assertEquals(List.of(), filesIn(open));
            assertEquals(0, runtime.terminate());
        }
        assertEquals(List.of(), filesIn(own));
        assertEquals(List.of(), filesIn(temporary));
    }
}
