package io.funclet.host.it.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.Operator;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
            Operator.Said said = operator.launch("ps", "--control", socket.toString());
            assertTrue(said.names("test, process " + runtime.pid()), said::toString);
            assertFalse(Files.exists(filesIn(temporary).get(0).resolve("control")));
            assertEquals(List.of(), filesIn(open));
            assertEquals(0, runtime.terminate());
        }
        assertEquals(List.of(), filesIn(own));
        assertEquals(List.of(), filesIn(temporary));
    }

    /** As an operator does it, or what cleans up by itself. */
    @ParameterizedTest
    @ValueSource(strings = {"rm -r \"$1\"", "find \"$1\" -type f -delete", "rm -r \"$1\"/*"})
    void whatTheRuntimeWorksIn_isMadeAnew_whenItIsCleanedAway(String cleaning) throws Exception {
        workspace.configure(workspace.server(), "fn", "user");
        deployLibrary("one");
        FunctionJar.bundle("it.user")
                .function("user", "return Payload.of(words.Text.text());")
                .against(FunctionSource.text("words", "null"))
                .header("Import-Package", "words,*")
                .build()
                .deploy(workspace.code("code"), "user.jar");
        try (RuntimeProcess runtime = workspace.startWith(temporary);
                Callers callers = Callers.of(workspace.port())) {
            Operator operator = new Operator(workspace.path(), temporary);
            assertEquals("one", callers.call("user", ""));
            Path work = filesIn(temporary).get(0);
            assertEquals(
                    0,
                    new ProcessBuilder("sh", "-c", cleaning, "sh", work.toString())
                            .start()
                            .waitFor());
            Await.until(
                    "lock and socket are there",
                    Await.LONG,
                    () -> Files.exists(work.resolve("lock")) && Files.exists(work.resolve("control")),
                    () -> workspace.log());
            // What runs is updated, and so is what uses a library of which the copy is gone.
            FunctionJar.of("it.fn", "fn", "return Payload.of(\"two\");").deploy(workspace.code("code"), "fn.jar");
            deployLibrary("two");
            Await.until(
                    "fn is updated", Await.LONG, () -> callers.call("fn", "one").equals("two"), () -> "");
            Await.until(
                    "user is renewed",
                    Await.LONG,
                    () -> callers.call("user", "").equals("two"),
                    () -> "");
            assertEquals(0, operator.run("ps").status());
            assertEquals(0, workspace.log().count("ERROR"));
            callers.disconnect();
            assertEquals(0, runtime.terminate());
        }
        assertEquals(List.of(), filesIn(temporary));
    }

    private void deployLibrary(String word) throws Exception {
        FunctionJar.bundle("it.words")
                .source(FunctionSource.text("words", '"' + word + '"'))
                .header("Export-Package", "words")
                .build()
                .deploy(workspace.code("code"), "words.jar");
    }
}
