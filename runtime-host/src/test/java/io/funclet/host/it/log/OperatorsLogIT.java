package io.funclet.host.it.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator reads of a life without an accident: each thing once, and nothing that looks like a fault. */
class OperatorsLogIT {

    @TempDir
    Path directory;

    private static FunctionJar jar(String version) {
        return FunctionJar.bundle("it.plain")
                .version(version)
                .component("plain", """
                        @Deactivate
                        public void end() {
                            System.out.println("good bye");
                        }

                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            return Payload.of("%s");
                        }
                        """.formatted(version))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"debug", "info"})
    void startUpdateAndStop_areToldOnceEach_andReadLikeNoFault(String level) throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.file(
                "etc/baetyl/service.yml",
                "name: gate\n" + workspace.server() + "logger: {path: var/log/service.log, level: " + level
                        + "}\nfunctions:\n  - {name: plain, handler: plain, codedir: var/db/code}\n");
        Path code = workspace.code("code");
        jar("1.0.0").deploy(code, "fn.jar");
        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("1.0.0", callers.call("plain", ""));
            jar("2.0.0").deploy(code, "fn.jar");
            workspace.log().await("good bye");
            assertEquals("2.0.0", callers.call("plain", ""));
            callers.disconnect();
            assertEquals(0, runtime.terminate());
            assertEquals(List.of(), runtime.err());
            assertEquals(List.of(), runtime.out());
        }
        assertEquals(
                """
                INFO  Service - service starting
                INFO  Service - profile
                INFO  Service - configuration
                INFO  (plain 1.0.0) ServingLog - serving plain 1.0.0 from code/fn.jar
                INFO  (plain 1.0.0) OutcomeLog - deployed code/fn.jar (it.plain 1.0.0) with plain in N ms
                INFO  Service - service listens on
                INFO  (plain 2.0.0) ServingLog - serving plain 2.0.0 from code/fn.jar
                INFO  (plain 2.0.0) OutcomeLog - updated code/fn.jar (it.plain 2.0.0) with plain in N ms
                INFO  (plain 1.0.0) stdout - good bye
                INFO  Service - SIGTERM received, service stops
                INFO  (plain 2.0.0) stdout - good bye
                INFO  Service - service closed
                """.lines().sorted().toList(),
                Files.readAllLines(workspace.log().path()).stream()
                        .map(OperatorsLogIT::withoutChance)
                        // What happens on different threads comes in any order.
                        .sorted()
                        .toList());
    }

    private static String withoutChance(String line) {
        return line.substring(line.indexOf(' ') + 1)
                .replace("[gate] ", "")
                .replaceAll("io\\.funclet\\.host\\.[a-z.]*", "")
                .replaceAll(" in [0-9]+ ms", " in N ms")
                .replaceAll("(profile|configuration|listens on) .*", "$1");
    }
}
