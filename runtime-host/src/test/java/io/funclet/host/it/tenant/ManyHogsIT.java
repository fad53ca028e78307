package io.funclet.host.it.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More functions that block than there are workers by default, beside one that behaves well. */
class ManyHogsIT {

    private static final int HOGS = 80;

    @Test
    void allFunctionsButOneBlock_andThatOneStillHasItsWorker(@TempDir Path directory) throws Exception {
        Workspace workspace = Workspace.in(directory);
        StringBuilder functions = new StringBuilder("  - {name: well, handler: well, codedir: var/db/code}\n");
        for (int i = 0; i < HOGS; i++) {
            functions.append("  - {name: hog-" + i + ", handler: gate, codedir: var/db/code}\n");
        }
        workspace.file(
                "etc/baetyl/service.yml",
                "name: test\n" + workspace.server() + "logger: {path: var/log/service.log}\nfunctions:\n" + functions);
        FunctionJar.bundle("it.hogs")
                .version("1.0.0")
                .function("well", "return event;")
                .function("gate", Gate.HANDLER)
                .build()
                .deploy(workspace.code("code"), "hogs.jar");
        List<Gate> gates = new ArrayList<>();
        List<Future<byte[]>> calls = new ArrayList<>();

        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("connected", callers.call("well", "connected"));
            // The second one of each takes what is lent, as far as that goes.
            for (int i = 0; i < 2 * HOGS; i++) {
                gates.add(Gate.in(directory));
                calls.add(callers.begin("hog-" + i % HOGS, gates.get(i).event(), Await.LONG));
            }
            Await.until(
                    "each function's part, and all that is lent",
                    Await.LONG,
                    () -> entered(gates) == HOGS + 32,
                    () -> entered(gates) + " calls run");

            for (int i = 0; i < 20; i++) {
                assertEquals("event " + i, callers.call(Generation.G3, "well", "event " + i, Duration.ofSeconds(10)));
            }

            assertFalse(calls.stream().anyMatch(Future::isDone));
            for (Gate gate : gates) {
                gate.open();
            }
            for (Future<byte[]> call : calls) {
                assertEquals("passed", Callers.payload(call));
            }
            assertEquals(0, runtime.terminate());
        }
    }

    private static long entered(List<Gate> gates) {
        return gates.stream()
                .filter(gate -> Files.exists(gate.directory().resolve("entered")))
                .count();
    }
}
