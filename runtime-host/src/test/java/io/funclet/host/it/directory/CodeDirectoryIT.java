package io.funclet.host.it.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedFunction;
import io.funclet.host.soak.ProbeJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What may stand in a code directory, and what may happen to it. */
@Embedded
class CodeDirectoryIT {

    /** What a shell, a property file or a list would take to pieces. */
    private static final String ODD_NAME = "a b,c;d ${user.dir} 100% #1"
            + (System.getProperty("sun.jnu.encoding").equals("UTF-8") ? " \u00fc" : "");

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of(
                    "neighbour",
                    List.of("neighbour"),
                    "links",
                    List.of("links"),
                    "away",
                    List.of("away"),
                    "claimed",
                    List.of("claimed"),
                    "served",
                    List.of("served"),
                    "unreadable",
                    List.of("unreadable"),
                    ODD_NAME,
                    List.of("odd")))
            .neighbours(Generation.G2);

    @Test
    void links_areFollowedToJars_andLeadNowhereElse() throws Exception {
        Path directory = site.code("links");
        Path elsewhere = Files.createDirectories(site.path().resolve("elsewhere"));
        Files.createSymbolicLink(directory.resolve("a-dangling.jar"), elsewhere.resolve("links.jar"));
        Files.createSymbolicLink(directory.resolve("b-loop.jar"), Path.of("b-loop.jar"));
        Files.createSymbolicLink(directory.resolve("c-up.jar"), Path.of(".."));
        Files.createSymbolicLink(directory.resolve("d-self"), directory);
        Files.createDirectories(directory.resolve("e-directory.jar"));
        site.awaitScanOf(directory);

        BadJar.good("links", "linked").deploy(elsewhere, "links.jar");
        assertEquals("linked", site.callers().call("links", ""));
        BadJar.good("links", "anew").deploy(elsewhere, "links.jar");
        site.awaitAnswer("links", "anew", "linked");
        site.awaitScanOf(directory);
        for (String file : List.of("b-loop.jar", "c-up.jar", "d-self", "e-directory.jar")) {
            assertTrue(site.log().count(file) <= 1, () -> file + " is spoken of again and again");
        }
    }

    @Test
    void directoryThatIsRenamedAway_leavesItsFunctionServing_andIsPickedUpAgain() throws Exception {
        try (UpdatedFunction function =
                UpdatedFunction.in(site.workspace(), "away").serving("fn.jar", "1.0.0")) {
            Path directory = function.directory();
            Path away = directory.resolveSibling("away.away");
            Files.move(directory, away);
            site.awaitScanOf(site.code("claimed"));
            site.awaitScanOf(site.code("claimed"));
            function.traffic().awaitResponses(10);
            assertEquals(1, function.journal().instances());
            site.log().await("var/db/away is not there");

            ProbeJar.replace(away.resolve("fn.jar"), function.jar().version("1.0.1"));
            Files.move(away, directory);
            function.traffic().awaitVersion("1.0.1");
            site.log().await("var/db/away is there again");
            assertEquals(1, site.log().count("var/db/away is not there"));
            function.endAfter("1.0.0", "1.0.1");
        }
    }

    @Test
    void oddNames_areNames() throws Exception {
        BadJar.good("odd", "odd").deploy(site.code(ODD_NAME), ODD_NAME + ".jar");
        assertEquals("odd", site.callers().call("odd", ""));
        BadJar.good("odd", "even").deploy(site.code(ODD_NAME), ODD_NAME + ".jar");
        site.awaitAnswer("odd", "even", "odd");
    }

    @Test
    void nameInCapitals_isThatOfAJar() throws Exception {
        BadJar.good("served", "loud").deploy(site.code("served"), "SERVED.JAR");
        assertEquals("loud", site.callers().call("served", ""));
        BadJar.good("served", "louder").deploy(site.code("served"), "SERVED.JAR");
        site.awaitAnswer("served", "louder", "loud");
    }

    @Test
    void unreadableJar_isSaid_andTheOldVersionServes() throws Exception {
        Path directory = site.code("unreadable");
        BadJar.good("unreadable", "old").deploy(directory, "unreadable.jar");
        assertEquals("old", site.callers().call("unreadable", ""));
        Path next = Files.write(
                directory.resolve(".next"), BadJar.good("unreadable", "next").bytes());
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(next), "nothing is unreadable to this user");
        Files.move(next, directory.resolve("unreadable.jar"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        site.log().await("the rejection", line -> line.contains("unreadable.jar") && line.contains("read"));
        assertEquals("old", site.callers().call("unreadable", ""));
    }
}
