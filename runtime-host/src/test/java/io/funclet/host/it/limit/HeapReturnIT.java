package io.funclet.host.it.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The process returns memory to the system that a burst of calls has needed. */
class HeapReturnIT {

    /** Not so much that a busy process collects. A part of it stays: that in the young generation. */
    private static final int BURST_MIB = 100;

    private static final int RETURNED_MIB = 35;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of("burst");

    @Test
    void heapThatACallHasFilled_isReturned_whenTheProcessIsIdle() throws Exception {
        FunctionJar.bundle("it.burst").function("burst", """
                        List<byte[]> all = new ArrayList<>();
                        while (all.size() < Integer.parseInt(event.text())) {
                            all.add(new byte[1 << 20]);
                        }
                        return Payload.of(String.valueOf(all.size()));
                        """).build().deploy(site.code("burst"), "burst.jar");
        site.awaitServing("burst");
        assertEquals(String.valueOf(BURST_MIB), site.callers().call("burst", String.valueOf(BURST_MIB)));
        long during = residentMib();
        assertTrue(during > BURST_MIB, () -> during + " MiB");

        Await.until("a smaller process", Await.LONG, () -> residentMib() < during - RETURNED_MIB, () -> during);
    }

    private static long residentMib() throws IOException {
        Path status = Path.of("/proc/" + site.runtime().pid() + "/status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .sum();
    }
}
