package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a small call allocates in the runtime, gRPC and Netty. Interpreted code allocates the same each time. */
class CallAllocationIT {

    /** On Java 25 it is 12,000, and up to 13,700 on a busy machine. Four fifths are those of gRPC and Netty. */
    private static final long MOST_BYTES = 15_000;

    private static final int CALLS = 500;

    private static final int MOST_LOOKS = 4;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of("code", List.of("echo", "allocated")))
            .on("newest")
            .with(start -> start.javaOption("-Xint"))
            .before(site -> FunctionJar.bundle("it.allocation")
                    .function("echo", "return event;")
                    .function("allocated", """
                            var threads = (com.sun.management.ThreadMXBean)
                                    java.lang.management.ManagementFactory.getThreadMXBean();
                            long sum = 0;
                            for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
                                sum += Math.max(0, bytes);
                            }
                            return Payload.of("" + sum);
                            """)
                    .build()
                    .deploy(site.code("code"), "allocation.jar"));

    @Test
    void smallCall_allocatesLittle() throws Exception {
        site.awaitServing("echo", "allocated");
        calls();

        // What the runtime does from time to time counts for more calls on a machine that is less busy.
        long least = Long.MAX_VALUE;
        for (int look = 0; look < MOST_LOOKS && least > MOST_BYTES; look++) {
            long before = allocated();
            calls();
            least = Math.min(least, (allocated() - before) / CALLS);
        }
        assertTrue(least <= MOST_BYTES, least + " bytes a call");
    }

    private static void calls() {
        for (int call = 0; call < CALLS; call++) {
            site.callers().call("echo", "x".repeat(100));
        }
    }

    private static long allocated() {
        return Long.parseLong(site.callers().call("allocated", ""));
    }
}
