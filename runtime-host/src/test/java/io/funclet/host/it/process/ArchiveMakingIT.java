package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.BeginsFirst;
import io.funclet.host.LongRun;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.RuntimeStart;
import io.funclet.host.it.runtime.StartDirectory;
import io.funclet.host.it.runtime.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first run on a Java that has no class data archive. */
@BeginsFirst
class ArchiveMakingIT extends StartDirectory {

    private static final String MADE = "class data archive made for ";
    private static final String QUICKER = "next starts are quicker";
    private static final String BEGUN = "is being made";
    private static final String NONE_MADE = "no class data archive was made for ";

    /** In place of the real one, which would let the making wait for all other tests. */
    private static final String NICE = """
            #!/bin/sh
            [ "$1 $2" = '-n 19' ] || exit 1
            shift 2
            exec "$@"
            """;

    private final List<RuntimeProcess> started = new ArrayList<>();
    private Path home;

    @BeforeEach
    void installWithoutArchive() throws Exception {
        // Without blanks, in which Java 17 finds no archived class of a jar.
        home = directory.resolve("installation");
        Process copy =
                new ProcessBuilder("cp", "-a", RuntimeProcess.distribution().toString(), home.toString()).start();
        assertTrue(copy.waitFor(1, TimeUnit.MINUTES));
        assertEquals(0, copy.exitValue());
        for (Path file : files("archive")) {
            Files.delete(file);
        }
        Files.delete(home.resolve("archive"));
        Path nice = Files.createDirectories(directory.resolve("commands")).resolve("nice");
        Files.setPosixFilePermissions(Files.writeString(nice, NICE), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void endAll() {
        started.forEach(RuntimeProcess::close);
    }

    /** A port that the first one has is not for the one that is recorded. */
    @Test
    void firstRun_makesTheArchive_thatTheNextOneUses_whateverItsSettings() throws Exception {
        Workspace first = workspace("first");
        String address = "127.0.0.1:" + RuntimeProcess.freePort();
        RuntimeProcess runtime = start(first, it -> it.environment("FUNCLET_HTTP", address));
        first.log().awaitPatiently(MADE);

        assertEquals(0, runtime.terminate());
        assertEquals(List.of(), runtime.err());
        assertEquals(Set.of(), Set.copyOf(runtime.litter()));
        assertEquals(1, archives().size(), archives()::toString);
        Workspace second = workspace("second");
        Path classes = directory.resolve("classes.log");
        RuntimeProcess next = start(second, "-Xlog:class+load:file=" + classes);
        assertEquals(0, next.terminate());
        assertTrue(
                Files.readString(classes).contains("io.funclet.host.RuntimeHost source: shared objects file"),
                "the archive is not in use");
        assertEquals(0, second.log().count("class data archive"));
    }

    @LongRun
    @Test
    void twoFirstRunsAtOnce_leaveOneWholeArchive_andNothingElse() throws Exception {
        Workspace one = workspace("one");
        Workspace other = workspace("other");
        start(one);
        start(other);
        one.log().awaitPatiently(QUICKER);
        other.log().awaitPatiently(QUICKER);

        assertEquals(1, archives().size(), archives()::toString);
        assertEquals(1, one.log().count(MADE) + other.log().count(MADE));
    }

    @Test
    void stop_endsTheMaking_andNothingOfItIsLeft() throws Exception {
        Workspace workspace = workspace("stopped");
        RuntimeProcess runtime = start(workspace);
        workspace.log().awaitPatiently(BEGUN);
        ProcessHandle process = ProcessHandle.of(runtime.pid()).orElseThrow();
        // The runtime that is recorded.
        Await.until(
                "a second runtime",
                Await.LONG,
                () -> process.descendants().anyMatch(ArchiveMakingIT::isJava),
                runtime::err);
        List<ProcessHandle> making = process.descendants().toList();

        assertEquals(0, runtime.terminate());

        for (ProcessHandle one : making) {
            Await.until(one + " ends", Await.SHORT, () -> !one.isAlive(), runtime::err);
        }
        assertEquals(Set.of(), Set.copyOf(runtime.litter()));
        assertEquals(Set.of(), archives());
        assertEquals(List.of(), runtime.err());
        assertEquals(0, workspace.log().count(NONE_MADE), "a stop is no failure");
    }

    @Test
    void installationThatCannotBeWritten_goesWithout_andOnlyTheDebugLogSaysSo() throws Exception {
        // Permissions would not keep out the superuser, who may run the tests.
        Files.createFile(home.resolve("archive"));
        Workspace workspace = workspace("read-only");
        RuntimeProcess runtime = start(workspace);

        String line = workspace.log().awaitPatiently(NONE_MADE);

        assertTrue(line.contains("DEBUG"), line);
        assertTrue(runtime.isAlive());
        assertEquals(List.of(), runtime.err());
    }

    @Test
    void makingThatFails_isOneLineWithTheReason_andTheRuntimeServes() throws Exception {
        Files.move(home.resolve("samples"), directory.resolve("samples"));
        Workspace workspace = workspace("failing");
        RuntimeProcess runtime = start(workspace);

        String line = workspace.log().awaitPatiently(NONE_MADE);

        assertTrue(line.contains("INFO"), line);
        assertTrue(line.contains(home.resolve("samples").toString()), line);
        assertTrue(runtime.isAlive());
        assertEquals(Set.of(), archives());
        assertFalse(runtime.err().stream().anyMatch(said -> said.contains("archive")), runtime::toString);
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/java");
    }

    private Workspace workspace(String name) throws IOException {
        Workspace workspace = Workspace.in(Files.createDirectory(directory.resolve(name)));
        return workspace.configure(workspace.server(), "echo");
    }

    private RuntimeProcess start(Workspace workspace, String... options) throws Exception {
        return start(workspace, it -> Stream.of(options).forEach(it::javaOption));
    }

    private RuntimeProcess start(Workspace workspace, Consumer<RuntimeStart> more) throws Exception {
        RuntimeStart start = RuntimeProcess.in(workspace.path())
                .launcher(home.resolve("bin/funclet"))
                .javaHome(Path.of(System.getProperty("java.home")))
                .environment("FUNCLET_PROFILE", "standard")
                .environment("PATH", directory.resolve("commands") + ":" + System.getenv("PATH"))
                .waitDivisor(20);
        more.accept(start);
        RuntimeProcess runtime = start.start();
        started.add(runtime);
        return runtime.awaitPort(workspace.port());
    }

    /** The names in the directory of archives, without its lock and the sizes. */
    private Set<String> archives() throws IOException {
        return files("archive").stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> !name.equals(".lock") && !name.endsWith(".size"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Path> files(String name) throws IOException {
        if (!Files.isDirectory(home.resolve(name))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(home.resolve(name))) {
            return files.toList();
        }
    }
}
