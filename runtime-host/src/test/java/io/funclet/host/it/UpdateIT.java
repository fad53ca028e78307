package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Updates while calls go on, in every way in which a file can come to be another. One process for all tests; each has a
 * function and a code directory of its own.
 */
@TestInstance(Lifecycle.PER_CLASS)
class UpdateIT {

    private static final FileTime SAME_TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    private Workspace workspace;
    private RuntimeProcess runtime;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        workspace = Workspace.in(directory);
        Map<String, String> handlers = new LinkedHashMap<>();
        for (String name :
                List.of("renamed", "overwritten", "slow", "beside", "deleted", "mounted", "linked", "gate", "ranked")) {
            handlers.put(name, name);
        }
        handlers.put("pinned", "pinned@[1.0,2.0)");
        Path release = Files.createDirectories(workspace.path().resolve("releases/1"));
        Files.createDirectories(workspace.path().resolve("var/db"));
        Files.createSymbolicLink(workspace.path().resolve("var/db/linked"), release);
        UpdatedFunction.configure(workspace, handlers);
        runtime = workspace.start();
    }

    @AfterAll
    void stop() throws Exception {
        try (RuntimeProcess process = runtime) {
            assertEquals(0, process.terminate());
            assertEquals(List.of(), List.copyOf(process.litter()));
        }
    }

    @Test
    void jarReplacedByRenaming_losesNoCall() throws Exception {
        try (UpdatedFunction function = UpdatedFunction.in(workspace, "renamed").serving("fn.jar", "1.0.0")) {
            List<String> versions = new ArrayList<>(List.of("1.0.0"));
            for (int update = 1; update <= 8; update++) {
                versions.add("1.0." + update);
                function.put("fn.jar", "1.0." + update);
                function.traffic().awaitVersion("1.0." + update);
            }
            function.endAfter(versions.toArray(String[]::new));
            assertEquals(versions, function.journal().versions());
        }
    }

    @Test
    void jarOverwrittenInPlace_losesNoCall() throws Exception {
        try (UpdatedFunction function =
                UpdatedFunction.in(workspace, "overwritten").serving("fn.jar", "1.0.0")) {
            for (String version : List.of("1.0.1", "1.0.2", "1.0.3")) {
                Files.write(
                        function.directory().resolve("fn.jar"), function.jar().version(version));
                function.traffic().awaitVersion(version);
            }
            function.endAfter("1.0.0", "1.0.1", "1.0.2", "1.0.3");
            assertEquals(
                    List.of("1.0.0", "1.0.1", "1.0.2", "1.0.3"),
                    function.journal().versions());
        }
    }

    @Test
    void jarCopiedOverSlowly_isTakenWhenItIsWhole_andTheOldOneServesMeanwhile() throws Exception {
        try (UpdatedFunction function = UpdatedFunction.in(workspace, "slow").serving("fn.jar", "1.0.0")) {
            byte[] next = function.jar().version("1.0.1");
            int pieces = 4;
            try (FileChannel file = FileChannel.open(
                    function.directory().resolve("fn.jar"),
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                for (int piece = 0; piece < pieces; piece++) {
                    int begin = next.length * piece / pieces;
                    file.write(ByteBuffer.wrap(next, begin, next.length * (piece + 1) / pieces - begin));
                    if (piece < pieces - 1) {
                        awaitScanOf(function.directory(), "tick" + piece + ".jar");
                        function.traffic().awaitAnswers(2);
                        assertEquals(List.of("1.0.0"), function.journal().versions());
                    }
                }
            }
            function.traffic().awaitVersion("1.0.1");
            function.endAfter("1.0.0", "1.0.1");
        }
    }

    /** Returns when the runtime has looked at everything in a directory: a file that came last has been spoken of. */
    private void awaitScanOf(Path directory, String fileName) throws Exception {
        FunctionJar.withManifest(Map.of()).deploy(directory, fileName);
        workspace.log().await(fileName);
    }

    @Test
    void newerVersionBeside_serves_untilItIsTakenAway() throws Exception {
        try (UpdatedFunction function = UpdatedFunction.in(workspace, "beside").serving("fn-1.jar", "1.0.0")) {
            function.put("fn-2.jar", "2.0.0");
            function.traffic().awaitVersion("2.0.0");
            function.put("fn-1b.jar", "1.5.0");
            workspace.log().await("fn-1b.jar");
            function.traffic().awaitAnswers(3);
            Files.delete(function.directory().resolve("fn-2.jar"));
            function.traffic().awaitVersion("1.5.0");
            Files.delete(function.directory().resolve("fn-1b.jar"));
            function.traffic().awaitVersion("1.0.0");
            function.endAfter("1.0.0", "2.0.0", "1.5.0", "1.0.0");
        }
    }

    @Test
    void callsToADeletedFunction_waitUntilItIsPutBack() throws Exception {
        try (UpdatedFunction function = UpdatedFunction.in(workspace, "deleted").serving("fn.jar", "1.0.0")) {
            Files.delete(function.directory().resolve("fn.jar"));
            Await.until("the removal", Await.LONG, function.journal()::isComplete, function::journal);
            function.put("fn.jar", "1.0.1");
            function.traffic().awaitVersion("1.0.1");
            function.put("fn.jar", "1.0.0");
            function.traffic().awaitVersion("1.0.0");
            function.endAfter("1.0.0", "1.0.1", "1.0.0");
        }
    }

    @Test
    void volumeThatIsSwappedByItsLink_isAnUpdate_alsoIfTheTimeOfTheFileIsTheSame() throws Exception {
        try (UpdatedFunction function = UpdatedFunction.in(workspace, "mounted")) {
            Path volume = function.directory();
            mount(function, "1.0.0");
            Files.createSymbolicLink(volume.resolve("fn.jar"), Path.of("..data/fn.jar"));
            function.begin();
            function.traffic().awaitVersion("1.0.0");
            mount(function, "1.0.1");
            function.traffic().awaitVersion("1.0.1");
            mount(function, "1.0.2");
            function.traffic().awaitVersion("1.0.2");
            function.endAfter("1.0.0", "1.0.1", "1.0.2");
        }
    }

    /** As a kubelet updates a volume: a new directory, a new link, a rename, and then the old directory goes. */
    private static void mount(UpdatedFunction function, String version) throws Exception {
        Path volume = function.directory();
        Path data = volume.resolve("..data");
        Path before = Files.exists(data) ? data.toRealPath() : null;
        Path after = Files.createDirectory(volume.resolve("..2026_" + version));
        Path file = Files.write(after.resolve("fn.jar"), function.jar().version(version));
        Files.setLastModifiedTime(file, SAME_TIME);
        Path link = Files.createSymbolicLink(volume.resolve("..data_tmp"), after.getFileName());
        Files.move(link, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (before != null) {
            Files.delete(before.resolve("fn.jar"));
            Files.delete(before);
        }
    }

    @Test
    void codeDirectoryThatIsALink_isFollowedToWhereItLeadsNow() throws Exception {
        try (UpdatedFunction function = UpdatedFunction.in(workspace, "linked").serving("fn.jar", "1.0.0")) {
            Path release = Files.createDirectories(workspace.path().resolve("releases/2"));
            Files.write(release.resolve("fn.jar"), function.jar().version("1.0.1"));
            Path link = Files.createSymbolicLink(workspace.path().resolve("var/db/.linked"), release);
            Files.move(link, function.directory(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            function.traffic().awaitVersion("1.0.1");
            function.put("fn.jar", "1.0.2");
            function.traffic().awaitVersion("1.0.2");
            function.endAfter("1.0.0", "1.0.1", "1.0.2");
        }
    }

    @Test
    void pinnedFunction_isServedByVersionsOfItsRangeOnly() throws Exception {
        try (UpdatedFunction function = UpdatedFunction.in(workspace, "pinned").serving("fn.jar", "1.0.0")) {
            function.put("fn-2.jar", "2.0.0");
            workspace.log().await("fn-2.jar");
            function.put("fn-1.jar", "1.9.0");
            function.traffic().awaitVersion("1.9.0");
            function.put("fn-0.jar", "0.9.0");
            workspace.log().await("fn-0.jar");
            function.traffic().awaitAnswers(3);
            function.endAfter("1.0.0", "1.9.0");
        }
    }

    @Test
    void oldVersionStops_onlyAfterItsRunningCallEnds() throws Exception {
        Path directory = workspace.code("gate");
        Path ended = workspace.path().resolve("gate-ended");
        gate("1.0.0", ended).deploy(directory, "gate.jar");
        try (Callers callers = Callers.of(workspace.port())) {
            Gate gate = Gate.in(workspace.path());
            Future<byte[]> running = callers.begin("gate", gate.event(), Await.LONG);
            gate.awaitEntered();

            FunctionJar.bundle("it.gate")
                    .version("1.0.1")
                    .function("gate", "return Payload.of(\"new\");")
                    .build()
                    .deploy(directory, "gate.jar");
            Await.until(
                    "an answer by the new version",
                    Await.LONG,
                    () -> {
                        Gate other = Gate.in(workspace.path());
                        other.open();
                        return callers.call("gate", other.event()).equals("new");
                    },
                    runtime::toString);
            assertFalse(Files.exists(ended), "deactivated while its call runs");
            gate.open();

            assertEquals("passed", Callers.payload(running));
            // Exists a moment before it has its content.
            Await.until(
                    "the old version's end",
                    Await.LONG,
                    () -> Files.exists(ended) && Files.size(ended) > 0,
                    runtime::toString);
            assertEquals("1", Files.readString(ended));
        }
    }

    private static FunctionJar gate(String version, Path ended) {
        return FunctionJar.bundle("it.gate")
                .version(version)
                .component("gate", """
                        @Deactivate
                        void end() throws Exception {
                            Files.writeString(Path.of("%s"), "1", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                        }

                        @Override
                        public Payload handle(Payload event, CallContext context) throws Exception {
                            %s
                        }
                        """.formatted(ended, Gate.HANDLER))
                .build();
    }
}
