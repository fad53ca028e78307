package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.funclet.host.soak.ProbeJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may stand in a code directory, and what may happen to it. */
class CodeDirectoryIT extends NeighbouredDirectories {

    @Test
    void links_areFollowedToJars_andLeadNowhereElse() throws Exception {
        Path directory = workspace.code("links");
        Path elsewhere = Files.createDirectories(workspace.path().resolve("elsewhere"));
        Files.createSymbolicLink(directory.resolve("a-dangling.jar"), elsewhere.resolve("links.jar"));
        Files.createSymbolicLink(directory.resolve("b-loop.jar"), Path.of("b-loop.jar"));
        Files.createSymbolicLink(directory.resolve("c-up.jar"), Path.of(".."));
        Files.createSymbolicLink(directory.resolve("d-self"), directory);
        Files.createDirectories(directory.resolve("e-directory.jar"));
        awaitScanOf(directory);

        BadJar.good("links", "linked").deploy(elsewhere, "links.jar");
        assertEquals("linked", callers.call("links", ""));
        BadJar.good("links", "anew").deploy(elsewhere, "links.jar");
        awaitAnswer("links", "anew", "linked");
        awaitScanOf(directory);
        for (String file : List.of("b-loop.jar", "c-up.jar", "d-self", "e-directory.jar")) {
            assertTrue(workspace.log().count(file) <= 1, () -> file + " is spoken of again and again");
        }
    }

    @Test
    void directoryThatIsRenamedAway_leavesItsFunctionServing_andIsPickedUpAgain() throws Exception {
        try (UpdatedFunction function = UpdatedFunction.in(workspace, "away").serving("fn.jar", "1.0.0")) {
            Path directory = function.directory();
            Path away = directory.resolveSibling("away.away");
            Files.move(directory, away);
            awaitScanOf(workspace.code("claimed"));
            awaitScanOf(workspace.code("claimed"));
            function.traffic().awaitAnswers(10);
            assertEquals(1, function.journal().instances());
            workspace.log().await("var/db/away is not there");

            ProbeJar.replace(away.resolve("fn.jar"), function.jar().version("1.0.1"));
            Files.move(away, directory);
            function.traffic().awaitVersion("1.0.1");
            workspace.log().await("var/db/away is there again");
            assertEquals(1, workspace.log().count("var/db/away is not there"));
            function.endAfter("1.0.0", "1.0.1");
        }
    }

    @Test
    void oddNames_areNames() throws Exception {
        BadJar.good("odd", "odd").deploy(workspace.code(ODD_NAME), ODD_NAME + ".jar");
        assertEquals("odd", callers.call("odd", ""));
        BadJar.good("odd", "even").deploy(workspace.code(ODD_NAME), ODD_NAME + ".jar");
        awaitAnswer("odd", "even", "odd");
    }

    @Test
    void nameInCapitals_isThatOfAJar() throws Exception {
        BadJar.good("served", "loud").deploy(workspace.code("served"), "SERVED.JAR");
        assertEquals("loud", callers.call("served", ""));
        BadJar.good("served", "louder").deploy(workspace.code("served"), "SERVED.JAR");
        awaitAnswer("served", "louder", "loud");
    }

    @Test
    void unreadableJar_isSaid_andTheOldVersionServes() throws Exception {
        Path directory = workspace.code("unreadable");
        BadJar.good("unreadable", "old").deploy(directory, "unreadable.jar");
        assertEquals("old", callers.call("unreadable", ""));
        Path next = Files.write(
                directory.resolve(".next"), BadJar.good("unreadable", "next").bytes());
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(next), "nothing is unreadable to this user");
        Files.move(next, directory.resolve("unreadable.jar"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        workspace.log().await("the refusal", line -> line.contains("unreadable.jar") && line.contains("read"));
        assertEquals("old", callers.call("unreadable", ""));
    }
}
