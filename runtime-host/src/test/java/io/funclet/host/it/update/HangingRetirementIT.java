package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bundles that hang at their stop, which an update or a removal asks for. */
class HangingRetirementIT {

    /** More than there are threads for deployments. */
    private static final int HANGING = 4;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.serve();

    @Test
    void bundlesThatNeverStop_holdUpNoOther_andGoWhenTheyEnd() throws Exception {
        for (int i = 0; i < HANGING; i++) {
            String name = "hangs" + i;
            FunctionJar.bundle("it." + name)
                    .component(name, """
                    @Deactivate
                    void deactivate() throws Exception {
                        while (!Files.exists(Path.of("%s"))) {
                            Thread.interrupted();
                            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
                        }
                    }

                    @Override
                    public Payload handle(Payload event, CallContext context) {
                        return event;
                    }
                    """.formatted(site.path().resolve(name + ".open")))
                    .build()
                    .deploy(site.served(), name + ".jar");
            site.awaitLine("deployed code/" + name + ".jar");
            assertEquals("event", site.callers().call(name, "event"));

            Files.delete(site.served().resolve(name + ".jar"));

            site.awaitLine(
                    "it." + name, "did not stop within", "Function_" + name, "It stays installed until that ends");
        }
        FunctionJar.of("it.other", "other", "return event;").deploy(site.served(), "other.jar");
        site.awaitLine("deployed code/other.jar");
        assertEquals("event", site.callers().call("other", "event"));

        for (int i = 0; i < HANGING; i++) {
            Files.createFile(site.path().resolve("hangs" + i + ".open"));
        }

        Await.until(
                "no bundle is left",
                Await.LONG,
                () -> site.operator().ps().toString().contains("\"draining\":[]"),
                site::lines);
    }
}
