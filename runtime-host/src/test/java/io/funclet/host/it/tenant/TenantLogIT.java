package io.funclet.host.it.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.LogFile;
import io.funclet.host.it.runtime.Operator;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A log of a tenant's own: what its functions say is there alone, and what the runtime says of them is there, too. */
@Embedded
class TenantLogIT {

    private static final String SPEAK = """
            java.util.logging.Logger.getLogger("it.speak").fine("quiet " + event.text());
            System.out.println("says " + event.text());
            if (event.text().equals("fail")) {
                throw new IllegalStateException("cannot");
            }
            return event;""";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.serve().before(site -> {
        configure(site.workspace(), "info");
        for (String tenant : new String[] {"acme", "globex", "plain"}) {
            Path directory = Files.createDirectories(site.path().resolve("tenants/" + tenant));
            FunctionJar.bundle("it." + tenant).function("speak", SPEAK).build().deploy(directory, "speak.jar");
            Files.writeString(directory.resolve("broken.jar"), "no jar");
        }
    });

    private static void configure(Workspace workspace, String level) throws IOException {
        workspace.file("funclet.yml", """
                tenants:
                  - {name: acme, directory: tenants/acme, logger: {path: logs/acme.log, level: %s}}
                  - {name: globex, directory: tenants/globex, logger: {path: globex.log, format: json, console: true}}
                  - {name: plain, directory: tenants/plain}
                """.formatted(level));
    }

    private static LogFile log(String name) {
        return new LogFile(site.path().resolve(name));
    }

    private static long commonLines(String part) {
        return site.lines().stream().filter(line -> line.contains(part)).count();
    }

    @Test
    void linesOfFunctions_areInTheLogOfTheirTenant_andNowhereElse() throws Exception {
        site.callers().call("acme/speak", "one");
        site.callers().call("globex/speak", "two");
        site.callers().call("plain/speak", "three");

        String line = log("logs/acme.log").await("says one");
        assertTrue(line.contains("(acme/speak 0.0.0"), line);
        JsonObject json =
                JsonParser.parseString(log("globex.log").await("says two")).getAsJsonObject();
        assertEquals("globex/speak", json.get("function").getAsString());
        site.awaitLine("says two");
        site.awaitLine("says three");
        assertEquals(0, commonLines("says one"));
        assertEquals(
                0, log("logs/acme.log").count("says two") + log("logs/acme.log").count("says three"));
        assertEquals(0, log("globex.log").count("says one"));
    }

    @Test
    void whatTheRuntimeSaysOfThem_isInBoth() throws Exception {
        site.callers().failure("acme/speak", "fail");

        log("logs/acme.log").await("function acme/speak failed: IllegalStateException: cannot");
        site.awaitLine("function acme/speak failed: IllegalStateException: cannot");
        log("logs/acme.log").await("rejected acme/broken.jar");
        site.awaitLine("rejected acme/broken.jar");
        log("logs/acme.log").awaitAll("deployed", "acme/speak.jar");
        assertEquals(0, log("logs/acme.log").count("globex"));
        assertEquals(0, log("globex.log").count("acme"));
    }

    @Test
    void levelOfATenant_isItsOwn_andChangesAtAReload() throws Exception {
        site.callers().call("acme/speak", "before");
        log("logs/acme.log").await("says before");
        configure(site.workspace(), "debug");
        assertTrue(site.operator().run("reload").out().contains("changed tenants.acme.logger.level"));

        site.callers().call("acme/speak", "after");
        site.callers().call("plain/speak", "after");

        log("logs/acme.log").await("quiet after");
        assertEquals(0, log("logs/acme.log").count("quiet before"));
        assertEquals(0, commonLines("quiet"));
        configure(site.workspace(), "info");
        assertTrue(site.operator().run("reload").out().contains("changed tenants.acme.logger.level"));
    }

    @Test
    void removedFile_isBegunAnew() throws Exception {
        site.callers().call("globex/speak", "first");
        log("globex.log").await("says first");
        Files.delete(site.path().resolve("globex.log"));

        Await.until(
                "the file again",
                Await.LONG,
                () -> {
                    site.callers().call("globex/speak", "again " + System.nanoTime());
                    return Files.exists(site.path().resolve("globex.log"));
                },
                site::lines);

        log("globex.log").await("this file was removed, moved away or changed by another process");
        assertEquals(0, commonLines("this file was removed"));
    }

    @Test
    void fileThatCannotBeOpened_isOneLine_andNoStart() throws Exception {
        Path directory = Files.createDirectories(site.path().resolve("wrong/code/t"));
        Files.writeString(site.path().resolve("wrong/file"), "");
        Files.writeString(
                site.path().resolve("wrong/funclet.yml"),
                "tenants: [{name: t, directory: code/t, logger: {path: file/t.log}}]");

        Operator.Said said =
                site.operator().launch("serve", directory.getParent().toString(), "--address", "127.0.0.1:0");

        assertEquals(1, said.status(), said::toString);
        assertTrue(said.err().contains("log file " + site.path().resolve("wrong/file/t.log") + " cannot be opened"));
    }
}
