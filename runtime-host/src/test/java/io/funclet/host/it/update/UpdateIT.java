package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedFunction;
import io.funclet.host.soak.probe.Probe;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Updates while calls go on, in every way in which a file can come to be another. One process for all tests; each has a
 * function and a code directory of its own.
 */
@BeginsFirst
@Embedded
class UpdateIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.ofHandlers(Map.of(
                    "renamed", "renamed",
                    "overwritten", "overwritten",
                    "slow", "slow",
                    "beside", "beside",
                    "deleted", "deleted",
                    "gate", "gate",
                    "pinned", "pinned@[1.0,2.0)"))
            .withWeb()
            .environment("FUNCLET_HTTP_CALLS", "on");

    @Test
    void jarReplacedByRenaming_losesNoCall() throws Exception {
        try (UpdatedFunction function =
                UpdatedFunction.in(site.workspace(), "renamed").serving("fn.jar", "1.0.0")) {
            for (int i = 0; i < 3; i++) {
                function.traffic().add("HTTP " + i, site.web().line("renamed"), Probe.event(100, Duration.ZERO));
            }
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
                UpdatedFunction.in(site.workspace(), "overwritten").serving("fn.jar", "1.0.0")) {
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
        try (UpdatedFunction function =
                UpdatedFunction.in(site.workspace(), "slow").serving("fn.jar", "1.0.0")) {
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
                        function.traffic().awaitResponses(2);
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
        site.log().await(fileName);
    }

    @Test
    void newerVersionBeside_serves_untilItIsTakenAway() throws Exception {
        try (UpdatedFunction function =
                UpdatedFunction.in(site.workspace(), "beside").serving("fn-1.jar", "1.0.0")) {
            function.put("fn-2.jar", "2.0.0");
            function.traffic().awaitVersion("2.0.0");
            function.put("fn-1b.jar", "1.5.0");
            site.log().await("fn-1b.jar");
            function.traffic().awaitResponses(3);
            Files.delete(function.directory().resolve("fn-2.jar"));
            function.traffic().awaitVersion("1.5.0");
            Files.delete(function.directory().resolve("fn-1b.jar"));
            function.traffic().awaitVersion("1.0.0");
            function.endAfter("1.0.0", "2.0.0", "1.5.0", "1.0.0");
        }
    }

    @Test
    void callsToADeletedFunction_waitUntilItIsPutBack() throws Exception {
        try (UpdatedFunction function =
                UpdatedFunction.in(site.workspace(), "deleted").serving("fn.jar", "1.0.0")) {
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
    void pinnedFunction_isServedByVersionsOfItsRangeOnly() throws Exception {
        try (UpdatedFunction function =
                UpdatedFunction.in(site.workspace(), "pinned").serving("fn.jar", "1.0.0")) {
            function.put("fn-2.jar", "2.0.0");
            site.log().await("fn-2.jar");
            function.put("fn-1.jar", "1.9.0");
            function.traffic().awaitVersion("1.9.0");
            function.put("fn-0.jar", "0.9.0");
            site.log().await("fn-0.jar");
            function.traffic().awaitResponses(3);
            function.endAfter("1.0.0", "1.9.0");
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

    @Test
    void oldVersionStops_onlyAfterItsRunningCallEnds() throws Exception {
        Path directory = site.code("gate");
        Path ended = site.path().resolve("gate-ended");
        gate("1.0.0", ended).deploy(directory, "gate.jar");
        try (Callers callers = Callers.of(site.port())) {
            Gate gate = Gate.in(site.path());
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
                        Gate other = Gate.in(site.path());
                        other.open();
                        return callers.call("gate", other.event()).equals("new");
                    },
                    site::err);
            assertFalse(Files.exists(ended), "deactivated while its call runs");
            gate.open();

            assertEquals("passed", Callers.payload(running));
            // Exists a moment before it has its content.
            Await.until(
                    "the old version's end", Await.LONG, () -> Files.exists(ended) && Files.size(ended) > 0, site::err);
            assertEquals("1", Files.readString(ended));
        }
    }
}
