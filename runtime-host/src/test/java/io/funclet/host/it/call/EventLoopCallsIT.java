package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Functions that say nothing about themselves: where they run, and what one that begins to block does to others. */
class EventLoopCallsIT {

    /** More than a function needs to be found short. */
    private static final int MANY = 1200;

    private static final int CALLS_A_LOOK = 200;

    private static final String WHERE = "where";
    private static final String LOOP = "event loop";
    private static final String WORKER = "worker";

    /** Says where it runs, or waits: a moment, or at a gate. */
    private static final String MEMBERS = """
            @Override
            public Payload handle(Payload event, CallContext context) throws Exception {
                if (event.text().equals("moment")) {
                    java.util.concurrent.locks.LockSupport.parkNanos(1);
                } else if (event.text().equals("version")) {
                    return Payload.of(context.functionVersion());
                } else if (!event.text().equals("where")) {
                    return wait(event, context);
                }
                boolean worker = Thread.currentThread().getName().startsWith("call-");
                return Payload.of(worker ? "worker" : "event loop");
            }

            private Payload wait(Payload event, CallContext context) throws Exception {
            """ + Gate.HANDLER + "}\n";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of(
            "blocking", List.of("blocking"),
            "cancelled", List.of("cancelled"),
            "updated", List.of("updated"),
            "others", List.of("others", "waiting", "declared")));

    private static void deploy(String directory, String name, String version, String annotation) throws Exception {
        String symbolicName = "it." + name;
        FunctionSource plain = FunctionSource.component(symbolicName, name, MEMBERS);
        FunctionJar.bundle(symbolicName)
                .version(version)
                .source(new FunctionSource(
                        plain.className(), plain.text().replace("@Component\n", "@Component" + annotation + "\n")))
                .build()
                .deploy(site.code(directory), name + ".jar");
    }

    private static void awaitEventLoop(String name) throws Exception {
        Await.until(
                name + " runs on the event loop",
                Await.LONG,
                () -> {
                    String where = "";
                    for (int call = 0; call < CALLS_A_LOOK && !where.equals(LOOP); call++) {
                        where = site.callers().call(name, WHERE);
                    }
                    return where.equals(LOOP);
                },
                () -> site.callers().call(name, WHERE));
    }

    @Test
    void functionWhoseCallsAreShort_runsOnTheEventLoop_untilOneBlocks_whichHoldsUpNobody() throws Exception {
        deploy("blocking", "blocking", "1.0.0", "");
        awaitEventLoop("blocking");
        site.operator().explain("blocking", "its calls run on event loops");
        Gate gate = Gate.in(site.path());

        // All on one connection, and so on one event loop.
        Future<byte[]> blocked = site.callers().begin("blocking", gate.event(), Await.LONG);
        gate.awaitEntered();

        assertEquals(WORKER, site.callers().call("blocking", WHERE));
        gate.open();
        assertEquals("passed", Callers.payload(blocked));
        assertEquals(WORKER, site.callers().call("blocking", WHERE));
    }

    @Test
    void callThatBlocksTheEventLoop_isInterrupted_whenItsCallerGoesAway() throws Exception {
        deploy("cancelled", "cancelled", "1.0.0", "");
        awaitEventLoop("cancelled");
        Gate gate = Gate.in(site.path());
        Future<byte[]> blocked = site.callers().begin("cancelled", gate.event(), Await.LONG);
        gate.awaitEntered();

        blocked.cancel(true);

        gate.awaitInterrupted();
        assertEquals(WORKER, site.callers().call("cancelled", WHERE));
    }

    @Test
    void functionOnTheEventLoop_isUpdatedWithoutALostCall() throws Exception {
        for (String version : List.of("1.0.0", "1.0.1", "1.0.2")) {
            deploy("updated", "updated", version, "");
            List<String> served = List.of();
            while (!served.contains(version)) {
                served = versionsOfCallsAtOnce();
            }
            awaitEventLoop("updated");
        }
    }

    private static List<String> versionsOfCallsAtOnce() throws Exception {
        List<Future<byte[]>> calls = new ArrayList<>();
        for (int call = 0; call < 8; call++) {
            calls.add(site.callers().begin("updated", "version", Await.LONG));
        }
        List<String> versions = new ArrayList<>();
        for (Future<byte[]> call : calls) {
            versions.add(Callers.payload(call));
        }
        return versions;
    }

    @Test
    void functionThatWaitsAMoment_orIsDeclaredToBlock_staysOnWorkers() throws Exception {
        deploy("others", "waiting", "1.0.0", "");
        deploy("others", "declared", "1.0.0", "(property = \"function.nonblocking:Boolean=false\")");

        for (int call = 0; call < MANY; call++) {
            assertEquals(WORKER, site.callers().call("waiting", "moment"));
            assertEquals(WORKER, site.callers().call("declared", WHERE));
        }
    }
}
