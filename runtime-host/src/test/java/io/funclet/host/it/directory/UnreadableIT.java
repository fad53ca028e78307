package io.funclet.host.it.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and directories that the runtime's user may not read: they are said to be that, rather than not to be there. */
class UnreadableIT {

    @TempDir
    Path directory;

    private Workspace workspace;

    @BeforeEach
    void configure() throws Exception {
        workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "f");
    }

    /** The user who cleans up need not be {@code root}. */
    @AfterEach
    void open() throws Exception {
        for (String closed : new String[] {"etc/baetyl", "var/db", "var/db/code", "elsewhere"}) {
            if (Files.exists(directory.resolve(closed))) {
                permit(closed, "rwxr-xr-x");
            }
        }
    }

    private void permit(String file, String permissions) throws Exception {
        Files.setPosixFilePermissions(directory.resolve(file), PosixFilePermissions.fromString(permissions));
    }

    private String failedStart() throws Exception {
        try (RuntimeProcess runtime =
                RuntimeProcess.in(directory).unprivileged().start()) {
            assertEquals(1, runtime.awaitExit(Await.LONG));
            assertEquals(1, runtime.err().size(), runtime::toString);
            return runtime.err().get(0);
        }
    }

    @Test
    void configuration_isSaidToBeForbidden() throws Exception {
        permit("etc/baetyl/service.yml", "---------");
        assertEquals("funclet: etc/baetyl/service.yml: cannot be read: permission denied", failedStart());

        permit("etc/baetyl", "---------");
        assertEquals("funclet: etc/baetyl/service.yml: cannot be read: permission denied", failedStart());
    }

    @Test
    void codeDirectory_isSaidToBeForbidden_atTheStart() throws Exception {
        permit("var/db/code", "---------");
        String line = failedStart();
        assertTrue(line.endsWith("var/db/code) is not readable for this user"), line);

        permit("var/db", "---------");
        line = failedStart();
        assertTrue(
                line.endsWith("var/db/code) cannot be reached by this user, who may not enter "
                        + directory.resolve("var/db")),
                line);
    }

    @Test
    void whatBecomesForbidden_goesOnServing_andIsSaidToBeForbidden() throws Exception {
        Path code = workspace.code("code");
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        BadJar.good("f", "first").deploy(elsewhere, "linked.jar");
        Files.createSymbolicLink(code.resolve("f.jar"), elsewhere.resolve("linked.jar"));
        try (RuntimeProcess runtime =
                        RuntimeProcess.in(directory).unprivileged().start().awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("first", callers.call("f", ""));

            permit("elsewhere", "---------");
            Path other = Files.write(code.resolve(".g"), BadJar.good("g", "").bytes());
            permit("var/db/code/.g", "---------");
            Files.move(other, code.resolve("g.jar"), StandardCopyOption.ATOMIC_MOVE);
            workspace
                    .log()
                    .await(
                            "rejected code/g.jar",
                            line -> line.contains("rejected code/g.jar")
                                    && line.endsWith("cannot be read: permission denied"));
            assertEquals("first", callers.call("f", ""));
            permit("var/db/code/g.jar", "rw-r--r--");
            workspace.log().await("deployed code/g.jar");
            assertEquals(0, workspace.log().count("removed code/f.jar"));

            permit("var/db/code", "---------");
            workspace
                    .log()
                    .await(
                            "var/db/code cannot be read: permission denied: what serves goes on, and nothing is updated");
            assertEquals("first", callers.call("f", ""));
            permit("elsewhere", "rwxr-xr-x");
            BadJar.good("f", "second").deploy(elsewhere, "linked.jar");
            permit("elsewhere/linked.jar", "rw-r--r--");
            permit("var/db/code", "rwxr-xr-x");
            workspace.log().await("var/db/code can be read again");
            Await.until(
                    "the second version",
                    Await.LONG,
                    () -> callers.call("f", "").equals("second"),
                    runtime::toString);
            assertEquals(0, runtime.terminate());
        }
    }
}
