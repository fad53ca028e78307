package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.runtime.Operator;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar that is put back after an attempt with another one. */
class PutBackIT {

    @Test
    void jarThatServes_putBackAfterABadOne_isNotCalledRejectedAnyMore(@TempDir Path directory) throws Exception {
        Workspace workspace = Workspace.in(directory).configureHandlers(Map.of("kept", "kept"));
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Operator operator = new Operator(directory, temporary);
        Path code = workspace.code("kept");
        Path file = BadJar.good("kept", "good").deploy(code, "kept.jar");
        try (RuntimeProcess runtime =
                RuntimeProcess.in(directory).temporary(temporary).start().awaitPort(workspace.port())) {
            workspace.awaitServing("kept");
            Path copy = Files.copy(file, code.resolve(".kept"));
            BadJar.COMPONENT_THROWS.of("kept").deploy(code, "kept.jar");
            workspace.log().await("rejected kept/kept.jar");
            assertEquals(1, operator.run("explain", "kept").status());

            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

            workspace.log().await("the file has the serving version again");
            Operator.Said said = operator.run("explain", "kept");
            assertTrue(said.names("is served by it.kept"), said::toString);
            assertEquals(0, said.status(), said::toString);
            assertEquals(0, runtime.terminate());
        }
    }

    @Test
    void rejectedJar_besideOneThatWaits_staysRejected(@TempDir Path directory) throws Exception {
        Workspace workspace = Workspace.in(directory).configureHandlers(Map.of("kept", "kept"));
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Path code = workspace.code("kept");
        try (RuntimeProcess runtime =
                RuntimeProcess.in(directory).temporary(temporary).start().awaitPort(workspace.port())) {
            BadJar.IMPORT_THAT_NOBODY_EXPORTS.of("waits").deploy(code, "waits.jar");
            workspace.log().await("waiting kept/waits.jar");
            BadJar.COMPONENT_THROWS.of("thrower").deploy(code, "thrower.jar");
            workspace.log().await("rejected kept/thrower.jar");
            // Each new jar has those tried again that wait, and no others.
            BadJar.good("other", "x").deploy(code, "other.jar");
            workspace.log().await("deployed kept/other.jar");

            Operator.Said said = new Operator(directory, temporary).run("explain", "thrower.jar");

            assertTrue(said.names("is rejected"), said::toString);
            assertEquals(1, workspace.log().count("rejected kept/thrower.jar"));
            assertEquals(0, runtime.terminate());
        }
    }
}
