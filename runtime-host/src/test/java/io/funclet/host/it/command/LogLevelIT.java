package io.funclet.host.it.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.Operator;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The level is changed while the process runs: of all, or of one function, whatever it logs with. */
class LogLevelIT {

    private static final String SPEAK = """
            org.slf4j.LoggerFactory.getLogger("by.slf4j").debug("detail {}", event.text());
            java.util.logging.Logger.getLogger("by.jul").fine("detail " + event.text());
            System.out.println("print " + event.text());
            return event;
            """;

    @TempDir
    private Path directory;

    @Test
    void level_isThatOfAllOrOfOneFunction() throws Exception {
        Workspace workspace = Workspace.in(directory).configure("", "one", "other");
        String yaml = Files.readString(directory.resolve("etc/baetyl/service.yml"));
        workspace.file("etc/baetyl/service.yml", workspace.server() + yaml.replace("level: debug", "level: info"));
        FunctionJar.bundle("it.loglevel")
                .version("1.0.0")
                .function("one", SPEAK)
                .function("other", SPEAK)
                .build()
                .deploy(workspace.code("code"), "loglevel.jar");
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        Operator operator = new Operator(directory, temporary);
        try (RuntimeProcess runtime = workspace.startWith(temporary);
                Callers callers = Callers.of(workspace.port())) {
            assertEquals(List.of("print 1"), said(workspace, callers, "one", "1"));

            assertEquals(
                    0, operator.run("log-level", "debug", "--function", "one").status());
            assertEquals(List.of("detail 2", "detail 2", "print 2"), said(workspace, callers, "one", "2"));
            assertEquals(List.of("print 3"), said(workspace, callers, "other", "3"));

            assertEquals(
                    0, operator.run("log-level", "error", "--function", "one").status());
            assertEquals(List.of(), said(workspace, callers, "one", "4"));
            assertEquals(List.of("print 5"), said(workspace, callers, "other", "5"));

            assertEquals(0, operator.run("log-level", "debug").status());
            assertEquals(List.of("detail 6", "detail 6", "print 6"), said(workspace, callers, "one", "6"));
            assertEquals(List.of("detail 7", "detail 7", "print 7"), said(workspace, callers, "other", "7"));

            Said unknown = operator.run("log-level", "debug", "--function", "nobody");
            assertEquals(1, unknown.status());
            assertTrue(unknown.err().contains("there is no function \"nobody\"; functions: one, other"), unknown::err);
            assertEquals(0, runtime.terminate());
        }
    }

    /** What a call has logged. A call is answered after its function has spoken. */
    private static List<String> said(Workspace workspace, Callers callers, String function, String event)
            throws Exception {
        assertEquals(event, callers.call(function, event));
        return workspace.log().lines().stream()
                .filter(line -> line.contains("(" + function + " 1.0.0") && line.endsWith(" " + event))
                .map(line -> line.substring(line.indexOf(" - ") + 3))
                .sorted()
                .toList();
    }
}
