package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The standing assertion of all wire faults: a call that runs beside them on the same connection, held before each test,
 * ends well.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class WireFaults {

    /** What all threads of the runtime have allocated on the heap. */
    private static final String ALLOCATED_BYTES = """
            com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean)
                    java.lang.management.ManagementFactory.getThreadMXBean();
            long sum = 0;
            for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
                sum += Math.max(0, bytes);
            }
            return Payload.of(Long.toString(sum));
            """;

    @RegisterExtension
    final RuntimeExtension site = RuntimeExtension.of(Map.of("code", List.of("gate", "echo", "zeros", "allocated")))
            .before(it -> it.deploy(
                    FunctionJar.bundle("it.wirefaults")
                            .function("gate", Gate.HANDLER)
                            .function("echo", "return event;")
                            .function("zeros", "return Payload.of(new byte[Integer.parseInt(event.text())]);")
                            .function("allocated", ALLOCATED_BYTES),
                    "code",
                    "wirefaults.jar"));

    Gate neighboursGate;

    Future<byte[]> neighbour;

    @BeforeEach
    void holdNeighbour() throws Exception {
        neighboursGate = Gate.in(site.path());
        neighbour = site.callers().begin("gate", neighboursGate.event(), Await.LONG);
        neighboursGate.awaitEntered();
    }

    @AfterEach
    void neighbourEndsWell() throws Exception {
        neighboursGate.open();
        assertEquals("passed", Callers.payload(neighbour));
        assertTrue(site.runtime().isAlive());
    }

    static ByteString zeros(int length) {
        return ByteString.copyFrom(new byte[length]);
    }
}
