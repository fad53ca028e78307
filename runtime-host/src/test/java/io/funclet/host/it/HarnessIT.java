package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One call through the whole process: what the other tests here stand on. */
class HarnessIT {

    @TempDir
    Path directory;

    @Test
    void callInFlight_isHeldByItsGate_andAnswered() throws Exception {
        Workspace workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "gate");
        FunctionJar.of("it.gate", "gate", Gate.HANDLER).deploy(workspace.code("code"), "gate.jar");

        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port())) {
            Gate gate = Gate.in(directory);
            Future<byte[]> call = callers.begin("gate", gate.event(), Await.LONG);
            gate.awaitEntered();
            gate.open();

            assertEquals("passed", Callers.payload(call));
            assertEquals(0, runtime.terminate());
            assertEquals(List.of(), runtime.err());
            assertEquals(List.of(), List.copyOf(runtime.litter()));
        }
    }
}
