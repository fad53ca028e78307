package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FrameworkSource;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Faults that the switch from one version of a function to another once had. */
@Embedded
class SwitchFaultsIT {

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.of(Map.of("single", List.of("single"), "back", List.of("back")));

    private static String answer(String text) {
        return "return Payload.of(\"" + text + "\");";
    }

    @Test
    void functionWhoseServicePropertiesChangeAllTheTime_failsNoCall(@TempDir Path directory) throws Exception {
        Workspace open = Workspace.in(directory);
        Path code = open.code("open");
        restless().deploy(code, "restless.jar");
        try (RuntimeProcess process = RuntimeProcess.in(directory)
                        .start("serve", code.toString(), "--address", "127.0.0.1:" + open.port())
                        .awaitPort(open.port());
                Callers mine = Callers.of(open.port())) {
            long before = Long.parseLong(mine.call("restless", ""));
            long changes = before;
            // A call that met a gap in its function's registration had no function to go to.
            while (changes < before + 500) {
                changes = Long.parseLong(mine.call("restless", ""));
            }
            assertEquals(0, process.terminate());
        }
    }

    /** Changes its properties as long as it is there; answers how often it has. */
    private static FunctionJar restless() {
        return FunctionJar.bundle("it.restless")
                .against(
                        FrameworkSource.type(
                                "BundleContext",
                                "<S> ServiceRegistration<S> registerService("
                                        + "Class<S> type, S service, java.util.Dictionary<String, ?> properties);"),
                        FrameworkSource.type(
                                "ServiceRegistration<S>",
                                "void setProperties(java.util.Dictionary<String, ?> properties);"),
                        FrameworkSource.BUNDLE_ACTIVATOR)
                .source(new FunctionSource("it.restless.Restless", """
                        package it.restless;

                        import io.funclet.api.*;
                        import java.util.*;
                        import org.osgi.framework.*;

                        public class Restless implements BundleActivator {
                            private volatile boolean over;
                            private volatile long changes;
                            private Thread thread;

                            public void start(BundleContext context) {
                                Hashtable<String, Object> properties = new Hashtable<>();
                                properties.put("function.name", "restless");
                                FunctionHandler handler = (event, call) -> Payload.of(Long.toString(changes));
                                ServiceRegistration<FunctionHandler> registration =
                                        context.registerService(FunctionHandler.class, handler, properties);
                                thread = new Thread(() -> {
                                    while (!over) {
                                        properties.put("changes", ++changes);
                                        registration.setProperties(properties);
                                        java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                                    }
                                });
                                thread.start();
                            }

                            public void stop(BundleContext context) throws Exception {
                                over = true;
                                thread.join();
                            }
                        }
                        """))
                .header("Bundle-Activator", "it.restless.Restless")
                .build();
    }

    @Test
    void singletonBundle_isUpdated() throws Exception {
        Path directory = site.code("single");
        for (String version : List.of("1.0.0", "2.0.0", "2.0.1")) {
            FunctionJar.bundle("it.single")
                    .version(version)
                    .function("single", answer(version))
                    .header("Bundle-SymbolicName", "it.single;singleton:=true")
                    .build()
                    .deploy(directory, "fn.jar");
            site.awaitAnswer("single", version);
        }
    }

    @Test
    void versionThatIsPutBackWhileACallStillRunsOnIt_servesAtOnce() throws Exception {
        Path directory = site.code("back");
        FunctionJar first = back("1.0.0");
        first.deploy(directory, "fn.jar");
        site.awaitAnswer("back", "1.0.0");
        Gate gate = Gate.in(site.workspace().path());
        Future<byte[]> lasting = site.callers().begin("back", gate.event(), Await.LONG.multipliedBy(2));
        gate.awaitEntered();
        back("2.0.0").deploy(directory, "fn.jar");
        site.awaitAnswer("back", "2.0.0");
        first.deploy(directory, "fn.jar");
        site.awaitAnswer("back", "1.0.0");
        assertTrue(!lasting.isDone() && !gate.wasInterrupted(), "the call must still run");
        gate.open();
        assertEquals("passed", Callers.payload(lasting));
    }

    private static FunctionJar back(String version) {
        return FunctionJar.bundle("it.back")
                .version(version)
                .function("back", "if (event.text().isEmpty()) { " + answer(version) + " }\n" + Gate.HANDLER)
                .build();
    }
}
