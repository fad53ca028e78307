package io.funclet.host.it.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.ServedWeb;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Health by HTTP, for probes that do not speak gRPC with TLS. */
class HttpHealthIT extends ServedWeb {

    @Test
    void health_followsTheFunctionOnDisk_andSeesTheStop() throws Exception {
        workspace.configure(workspace.server(), "gate");
        try (RuntimeProcess runtime = serving();
                Callers callers = Callers.of(workspace.port())) {
            assertEquals(503, status("/health/gate"));
            assertEquals(200, status("/health"));
            FunctionJar.of("it.gate", "gate", Gate.HANDLER).deploy(workspace.code("code"), "gate.jar");
            Gate gate = Gate.in(directory);
            Future<byte[]> call = callers.begin("gate", gate.event(), Await.LONG);
            gate.awaitEntered();
            assertEquals("SERVING\n", web.get("/health/g%61te"));
            assertEquals(404, status("/health/gat"));
            assertEquals(404, status("/health//gate"));
            assertTrue(beginning("GET /health/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .startsWith("HTTP/1.1 400 "));

            runtime.signal("TERM");
            for (String path : new String[] {"/health", "/health/gate"}) {
                Await.until("a rejection", Await.LONG, () -> status(path) == 503, runtime::toString);
            }
            gate.open();
            assertEquals("passed", Callers.payload(call));
            assertEquals(0, runtime.awaitExit(Await.LONG));
        }
    }

    private int status(String path) throws Exception {
        return web.ask("GET", path).statusCode();
    }
}
