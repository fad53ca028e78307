package io.funclet.host.it.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What operators ask a running runtime, by the commands that they have for it. */
class ControlIT {

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.of("good", "absent").environment("FUNCLET_START_TIMEOUT", "5s");

    @Test
    void socket_isOpenToItsUserAlone() throws Exception {
        List<Path> sockets;
        try (Stream<Path> files = Files.walk(site.temporary())) {
            sockets = files.filter(file -> file.endsWith("control")).toList();
        }
        assertEquals(1, sockets.size(), sockets::toString);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(sockets.get(0))));
    }

    @Test
    void deletedSocket_isMadeAnew() throws Exception {
        Path socket = site.operator().socket();
        Files.delete(socket);
        site.log().await("the control socket " + socket + " was deleted: it is made anew");
        assertEquals(0, site.operator().run("health").status());
    }

    @Test
    void functionThatServes_isWell_andIsCounted() throws Exception {
        site.deploy(FunctionJar.echo("it.good", "good").version("1.2.3"), "good", "good.jar");
        site.awaitServing("good");
        try (Callers callers = Callers.of(site.port())) {
            callers.call("good", "x");
        }

        Said explained = site.operator().launch("explain", "good");
        assertEquals(0, explained.status(), explained::toString);
        assertTrue(explained.names("is served by it.good 1.2.3 (good/good.jar)"), explained::toString);
        JsonObject good = site.operator().ps().getAsJsonArray("functions").asList().stream()
                .map(each -> each.getAsJsonObject())
                .filter(each -> each.get("name").getAsString().equals("good"))
                .findFirst()
                .orElseThrow();
        assertEquals("1.2.3", good.get("version").getAsString());
        assertEquals(1, good.get("calls").getAsLong());
        assertEquals(0, good.get("errors").getAsLong());
        assertTrue(good.get("p99").getAsDouble() > 0, good::toString);
        Said table = site.operator().launch("ps");
        assertTrue(
                table.out().lines().anyMatch(line -> line.matches("good +1\\.2\\.3 +1 +0 .* good\\.jar")), table.out());
        assertFalse(table.out().contains("\u001b"), "colours, although nobody sees them");
    }

    @Test
    void health_isWhatGrpcSays() throws Exception {
        assertSaid(0, "SERVING\n", site.operator().run("health"));
        assertSaid(1, "NOT_SERVING\n", site.operator().run("health", "absent"));
        Said unknown = site.operator().run("health", "unheard");
        assertSaid(1, "", unknown);
        assertTrue(unknown.err().contains("unknown service unheard"), unknown::err);
    }

    /** Where the launcher would find no Java. */
    @Test
    void health_needsNoJava_wherePerlIs() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "there is no Perl");
        Map<String, String> environment =
                Map.of("FUNCLET_CONTROL", site.operator().socket().toString(), "FUNCLET_JAVA_HOME", "/nowhere");
        assertSaid(0, "SERVING\n", site.operator().launch(environment, "health"));
        assertSaid(1, "NOT_SERVING\n", site.operator().launch(environment, "health", "absent"));
        Said unknown = site.operator().launch(environment, "health", "unheard");
        assertTrue(unknown.err().contains("FUNCLET_JAVA_HOME"), "Java was not asked: " + unknown);
    }

    private static void assertSaid(int status, String out, Said said) {
        assertEquals(status, said.status(), said::toString);
        assertEquals(out, said.out(), said::toString);
    }

    @Test
    void severalRuntimes_areToldApart_byNameAddressAndDirectory() throws Exception {
        Workspace other = Workspace.in(Files.createDirectory(site.path().resolve("other")));
        other.configure(other.server(), "f");
        try (RuntimeProcess second = other.startWith(site.temporary())) {
            Await.until("both", Await.LONG, () -> site.operator().launch("ps").status() == 1, second::toString);
            String message = site.operator().launch("ps").err();
            assertTrue(
                    message.contains(second.pid() + " (test at 127.0.0.1:" + other.port() + ", serves "
                            + other.path().resolve("var/db/code") + ")"),
                    message);
            assertEquals(0, second.terminate());
        }
    }

    @Test
    void logLevel_isChangedInTheRunningProcess() throws Exception {
        assertEquals(0, site.operator().launch("log-level", "warn").status());
        site.log().await("log level is warn from now on");
        assertEquals(0, site.operator().run("log-level", "debug").status());
        site.log().await("log level is debug from now on");
        Said unknown = site.operator().run("log-level", "loud");
        assertEquals(2, unknown.status());
        assertTrue(unknown.err().contains("\"loud\" is none of debug, info, warn, error"), unknown::err);
    }
}
