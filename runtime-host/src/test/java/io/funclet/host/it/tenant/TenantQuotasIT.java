package io.funclet.host.it.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.MetricsText;
import io.funclet.host.it.http.MetricsIT;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Quotas of tenants as a whole: of what waits, is logged, or runs beside the calls. */
class TenantQuotasIT {

    /** Logs as many different lines as the event says. */
    private static final String SAY = """
            for (int i = 0; i < Integer.parseInt(event.text()); i++) {
                System.out.println("loud line " + i + " " + "x".repeat(100));
            }
            return event;""";

    /** Starts threads that run until a file is there. */
    private static final String START = """
            Path end = Path.of(event.text());
            for (int i = 0; i < 3; i++) {
                Thread thread = new Thread(() -> {
                    while (!Files.exists(end)) {
                        java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
                    }
                });
                thread.setDaemon(true);
                thread.start();
            }
            return event;""";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.serve().withWeb().before(site -> {
        site.workspace().file("funclet.yml", """
                functions:
                  - {name: neighbour, quotas: {hard: {concurrent: 1000}}}
                tenants:
                  - name: queued
                    directory: tenants/queued
                    quotas: {hard: {queue: 2}}
                    functions:
                      - {name: gate, concurrency: 1}
                      - {name: other, concurrency: 1}
                  - name: loud
                    directory: tenants/loud
                    quotas: {hard: {log: 1k}}
                    functions:
                      - {name: told, handler: say, quotas: {soft: {log: 1k}}}
                  - name: threaded
                    directory: tenants/threaded
                    quotas: {hard: {threads: 2}}
                """);
        FunctionJar.echo("it.neighbour", "neighbour").build().deploy(site.served(), "neighbour.jar");
        FunctionJar.bundle("it.queued")
                .function("gate", Gate.HANDLER)
                .function("other", Gate.HANDLER)
                .function("free", "return event;")
                .build()
                .deploy(Files.createDirectories(site.path().resolve("tenants/queued")), "queued.jar");
        FunctionJar.bundle("it.loud")
                .function("say", SAY)
                .build()
                .deploy(Files.createDirectories(site.path().resolve("tenants/loud")), "loud.jar");
        FunctionJar.bundle("it.threaded")
                .function("start", START)
                .function("still", "return event;")
                .build()
                .deploy(Files.createDirectories(site.path().resolve("tenants/threaded")), "threaded.jar");
    });

    private static String rejection(String function, String event) {
        Status status = site.callers().failure(function, event);
        assertEquals(Code.RESOURCE_EXHAUSTED, status.getCode(), status::getDescription);
        return status.getDescription();
    }

    @Test
    void waitingCallsOfATenant_areBoundedTogether_andThoseThatNeedNotWaitPass() throws Exception {
        Gate one = Gate.in(site.path());
        Gate other = Gate.in(site.path());
        List<Future<byte[]>> calls = new ArrayList<>();
        calls.add(site.callers().begin("queued/gate", one.event(), Await.LONG));
        calls.add(site.callers().begin("queued/other", other.event(), Await.LONG));
        one.awaitEntered();
        other.awaitEntered();
        Gate open = Gate.in(site.path());
        open.open();
        Gate alsoOpen = Gate.in(site.path());
        alsoOpen.open();
        calls.add(site.callers().begin("queued/gate", open.event(), Await.LONG));
        calls.add(site.callers().begin("queued/other", alsoOpen.event(), Await.LONG));
        Await.until(
                "two calls wait",
                Await.LONG,
                () -> site.web().metrics().value("funclet_quota_now{quota=\"queue\",tenant=\"queued\"}") == 2,
                () -> "see the metrics");

        assertEquals(
                "tenant queued is over its hard quota of 2 waiting calls; try again when a waiting call has begun",
                rejection("queued/gate", open.event()));
        assertEquals("x", site.callers().call("queued/free", "x"));
        assertEquals("x", site.callers().call("neighbour", "x"));

        one.open();
        other.open();
        for (Future<byte[]> call : calls) {
            assertEquals("passed", Callers.payload(call));
        }
    }

    @Test
    void linesOfATenant_beyondItsQuota_areLeftOutAndCounted_andItsCallsGoOn() throws Exception {
        assertEquals("100", site.callers().call("loud/told", "100"));

        String hard = site.awaitLine("tenant loud is over its hard quota of 1024 bytes of log lines a second: ");
        assertTrue(hard.endsWith(" lines were left out so far"), hard);
        site.awaitLine("function loud/told is over its soft quota of 1024 bytes of log lines a second: ");
        long written =
                site.lines().stream().filter(line -> line.contains("loud line")).count();
        assertTrue(written > 0 && written < 50, written + " lines");
        assertEquals(
                100 - written,
                site.web()
                        .metrics()
                        .value("funclet_quota_exceeded_total{level=\"hard\",quota=\"log\",tenant=\"loud\"}"));
        assertEquals("0", site.callers().call("loud/told", "0"));
        assertEquals("x", site.callers().call("neighbour", "x"));
    }

    @Test
    void threadsOfATenant_areCounted_untilTheyEnd() throws Exception {
        assertEquals("x", site.callers().call("threaded/still", "x"));
        Path end = site.path().resolve("end");
        site.callers().call("threaded/start", end.toString());
        Status[] last = new Status[1];
        Await.until(
                "a rejection",
                Await.LONG,
                () -> {
                    try {
                        site.callers().call("threaded/still", "x");
                    } catch (StatusRuntimeException rejected) {
                        last[0] = rejected.getStatus();
                    }
                    return last[0] != null;
                },
                () -> last[0]);
        assertEquals(
                "tenant threaded is over its hard quota of 2 threads; try again when some of its threads have ended",
                last[0].getDescription());
        MetricsText metrics = site.web().metrics();
        assertEquals(3, metrics.value("funclet_quota_now{quota=\"threads\",tenant=\"threaded\"}"));
        assertTrue(
                metrics.types().keySet().containsAll(MetricsIT.documented(MetricsIT.OF_QUOTAS)),
                () -> metrics.types().toString());

        Files.createFile(end);
        Await.until(
                "calls again",
                Await.LONG,
                () -> {
                    try {
                        return site.callers().call("threaded/still", "x").equals("x");
                    } catch (StatusRuntimeException rejected) {
                        return false;
                    }
                },
                () -> "rejected");
    }
}
