package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code funclet rollback}, {@code promote} and {@code history}, over restarts. */
class RolledBackIT {

    @TempDir
    private Path directory;

    @TempDir
    private Path state;

    private RuntimeExtension start() throws Exception {
        return start("FUNCLET_STATE", state.toString());
    }

    private RuntimeExtension start(String variable, String value) throws Exception {
        Path temporary = directory.resolve("tmp");
        if (Files.exists(temporary)) {
            delete(temporary);
        }
        return RuntimeExtension.of("fn")
                .in(directory)
                .embedded()
                .environment(variable, value)
                .start();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static void put(RuntimeExtension site, String version) throws Exception {
        FunctionJar.bundle("it.fn")
                .version(version)
                .function("fn", "return Payload.of(context.functionVersion());")
                .build()
                .deploy(site.code("fn"), "fn.jar");
        site.awaitAnswer("fn", version);
    }

    private static Said run(RuntimeExtension site, int status, String... arguments) throws Exception {
        Said said = site.operator().run(arguments);
        assertEquals(status, said.status(), said::toString);
        return said;
    }

    @Test
    void formerVersion_servesAgain_alsoAfterARestart_untilTheFileChanges() throws Exception {
        try (RuntimeExtension site = start()) {
            put(site, "1.0.0");
            Said none = run(site, 1, "rollback", "fn");
            assertTrue(none.names("no other version is kept"), none::toString);
            put(site, "1.0.1");

            Said back = run(site, 0, "rollback", "fn");

            assertTrue(back.names("updated fn/fn.jar (it.fn 1.0.0)", "was rolled back"), back::toString);
            assertEquals("1.0.0", site.callers().call("fn", ""));
            site.awaitScanOf(site.code("fn"));
            assertEquals("1.0.0", site.callers().call("fn", ""));
        }
        try (RuntimeExtension site = start()) {
            site.awaitAnswer("fn", "1.0.0");
            site.awaitLine("deployed fn/fn.jar (it.fn 1.0.0)", "was rolled back, as was asked for");
            Said history = run(site, 0, "history", "fn.jar");
            assertTrue(
                    history.names(
                            "deployed",
                            "it.fn 1.0.0",
                            "sha256:",
                            "updated",
                            "it.fn 1.0.1",
                            "updated",
                            "it.fn 1.0.0",
                            "was rolled back",
                            "deployed",
                            "it.fn 1.0.0"),
                    history::toString);

            run(site, 0, "promote", "fn");

            assertEquals("1.0.1", site.callers().call("fn", ""));
            run(site, 0, "rollback", "it.fn");
            assertEquals("1.0.0", site.callers().call("fn", ""));
            put(site, "1.0.2");
        }
        try (RuntimeExtension site = start()) {
            site.awaitAnswer("fn", "1.0.2");
            run(site, 0, "rollback", "fn/fn.jar");
            assertEquals("1.0.0", site.callers().call("fn", ""));
            run(site, 0, "rollback", "fn/fn.jar");
            assertEquals("1.0.1", site.callers().call("fn", ""));
        }
    }

    @Test
    void comparisonThatTheEndOfTheProcessEnds_isTold_alsoInTheHistory() throws Exception {
        try (RuntimeExtension site = start("FUNCLET_UPDATE_OBSERVE", "1h")) {
            put(site, "1.0.0");
            put(site, "1.0.1");
        }
        try (RuntimeExtension site = start("FUNCLET_UPDATE_OBSERVE", "1h")) {
            site.awaitAnswer("fn", "1.0.1");
            Said history = run(site, 0, "history", "fn");
            assertTrue(
                    history.names("it.fn 1.0.1", "is not compared any more, because the process ends"),
                    history::toString);
        }
    }

    @Test
    void withoutAPlaceForVersions_nothingIsRolledBack_andTheHistoryIsThatOfTheProcess() throws Exception {
        try (RuntimeExtension site =
                RuntimeExtension.of("fn").in(directory).embedded().start()) {
            put(site, "1.0.0");
            put(site, "1.0.1");
            Said said = run(site, 1, "rollback", "fn");
            assertTrue(said.names("neither update.observe nor FUNCLET_STATE is set"), said::toString);
            assertEquals("1.0.1", site.callers().call("fn", ""));
            Said history = run(site, 0, "history");
            assertTrue(history.names("deployed", "it.fn 1.0.0", "updated", "it.fn 1.0.1"), history::toString);
            assertEquals(
                    List.of("nothing has changed"),
                    run(site, 0, "history", "other").out().lines().toList());
        }
    }
}
