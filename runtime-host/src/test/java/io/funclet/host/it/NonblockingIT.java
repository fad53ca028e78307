package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From the annotation to the thread, in the whole process. */
class NonblockingIT {

    private static final String MEMBERS = """
            @Override
            public Payload handle(Payload event, CallContext context) throws Exception {
                boolean worker = Thread.currentThread().getName().startsWith("call-");
                if (!worker && event.text().equals("stay")) {
                    new java.util.concurrent.CountDownLatch(1).await(1, java.util.concurrent.TimeUnit.SECONDS);
                }
                return Payload.of(worker ? "worker" : "event loop");
            }
            """;

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.of(Map.of("quick", List.of("quick"), "plain", List.of("plain")));

    @Test
    void annotatedFunction_runsOnTheEventLoop_untilItKeepsIt() throws Exception {
        FunctionSource plain = FunctionSource.component("it.quick", "quick", MEMBERS);
        FunctionSource annotated = new FunctionSource(
                plain.className(), plain.text().replace("@Component\n", "@Component\n@Nonblocking\n"));
        FunctionJar.bundle("it.quick")
                .version("1.0.0")
                .source(annotated)
                .build()
                .deploy(site.code("quick"), "fn.jar");
        site.awaitAnswer("quick", "event loop");

        assertEquals("event loop", site.callers().call("quick", "stay"));

        site.log().await("function quick 1.0.0 says that it never blocks");
        assertEquals("worker", site.callers().call("quick", ""));
    }

    @Test
    void functionWithoutTheAnnotation_runsOnWorkers() throws Exception {
        FunctionJar.bundle("it.plain").component("plain", MEMBERS).build().deploy(site.code("plain"), "fn.jar");

        site.awaitAnswer("plain", "worker");
        for (int i = 0; i < 10; i++) {
            assertEquals("worker", site.callers().call("plain", ""));
        }
    }
}
