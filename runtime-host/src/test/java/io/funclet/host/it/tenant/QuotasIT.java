package io.funclet.host.it.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.MetricsText;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Files;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Quotas: what goes over them is said, rejected or suspended, and calls of another tenant notice nothing. */
@Embedded
class QuotasIT {

    private static final Metadata.Key<String> PUSHBACK =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

    /** Uses as much as the event says. */
    private static final String USE = """
            String[] use = event.text().split(" ");
            long much = use.length > 1 ? Long.parseLong(use[1]) : 0;
            if (use[0].equals("allocate")) {
                for (long made = 0; made < much; made += 1 << 20) {
                    byte[] piece = new byte[1 << 20];
                    piece[(int) (made % 7)] = 1;
                }
            } else if (use[0].equals("run")) {
                java.lang.management.ThreadMXBean threads = java.lang.management.ManagementFactory.getThreadMXBean();
                long end = threads.getCurrentThreadCpuTime() + much;
                while (threads.getCurrentThreadCpuTime() < end) {}
            }
            return Payload.of("done");""";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.serve().withWeb().before(site -> {
        site.workspace().file("funclet.yml", """
                functions:
                  - {name: neighbour, quotas: {hard: {concurrent: 1000}}}
                tenants:
                  - name: noisy
                    directory: tenants/noisy
                    quotas: {hard: {concurrent: 2}}
                    functions:
                      - {name: rate, quotas: {soft: {rate: 1}, hard: {rate: 2}, burst: 1s}}
                      - {name: gate, handler: gate}
                      - {name: plain, handler: use}
                      - {name: allocation, handler: use, quotas: {hard: {allocation: 1m}}}
                      - {name: payload, handler: use, quotas: {hard: {payload: 1k}}}
                      - {name: cpu, handler: use, quotas: {hard: {cpu: 1%}}}
                      - {name: suspended, handler: use, quotas: {hard: {payload: 1k}, suspend: 1}}
                """);
        FunctionJar.echo("it.neighbour", "neighbour").build().deploy(site.served(), "neighbour.jar");
        FunctionJar.bundle("it.noisy")
                .function("rate", "return event;")
                .function("gate", Gate.HANDLER)
                .function("use", USE)
                .build()
                .deploy(Files.createDirectories(site.path().resolve("tenants/noisy")), "noisy.jar");
    });

    private static String rejection(String function, String event) {
        Status status = site.callers().failure(function, event);
        assertEquals(Code.RESOURCE_EXHAUSTED, status.getCode(), status::getDescription);
        return status.getDescription();
    }

    @Test
    void calls_beyondTheirRate_areRejected_andMayTryAgainInATime() throws Exception {
        long begun = System.nanoTime();
        int accepted = 0;
        StatusRuntimeException rejected = null;
        for (int i = 0; i < 40; i++) {
            try {
                site.callers().call("noisy/rate", "");
                accepted++;
            } catch (StatusRuntimeException failure) {
                rejected = failure;
            }
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + 1;

        assertTrue(accepted >= 2 && accepted <= 2 + 2 * seconds, accepted + " calls in " + seconds + " s");
        String reason = rejected.getStatus().getDescription();
        assertTrue(
                reason.matches(
                        "function noisy/rate is over its hard quota of 2 calls a second; try again in [0-9]+ ms"),
                reason);
        assertTrue(Integer.parseInt(rejected.getTrailers().get(PUSHBACK)) <= 501);
        site.awaitLine("function noisy/rate is over its soft quota of 1 calls a second");
        MetricsText metrics = site.web().metrics();
        assertEquals(
                40 - accepted,
                metrics.value("funclet_quota_exceeded_total{function=\"noisy/rate\",level=\"hard\",quota=\"rate\"}"));
        assertEquals(
                40 - accepted,
                metrics.sum("funclet_calls_total", "noisy/rate", "quota_exceeded", "RESOURCE_EXHAUSTED"));
    }

    @Test
    void callsOfATenant_areBoundedTogether_andOthersNoticeNothing() throws Exception {
        Gate one = Gate.in(site.path());
        Gate other = Gate.in(site.path());
        Future<byte[]> first = site.callers().begin("noisy/gate", one.event(), Await.LONG);
        Future<byte[]> second = site.callers().begin("noisy/gate", other.event(), Await.LONG);
        one.awaitEntered();
        other.awaitEntered();

        assertEquals(
                "tenant noisy is over its hard quota of 2 calls at once; try again when a call has ended",
                rejection("noisy/plain", ""));
        for (int i = 0; i < 100; i++) {
            assertEquals("x", site.callers().call("neighbour", "x"));
        }

        one.open();
        other.open();
        Callers.payload(first);
        Callers.payload(second);
        assertEquals("done", site.callers().call("noisy/plain", ""));
    }

    @Test
    void whatIsKnownOnlyAfterwards_isADebt() {
        assertEquals("done", site.callers().call("noisy/allocation", "allocate " + (64 << 20)));
        String allocation = rejection("noisy/allocation", "");
        assertTrue(allocation.contains("hard quota of 1048576 allocated bytes a second; try again in "), allocation);

        assertEquals("done", site.callers().call("noisy/payload", "x".repeat(100 << 10)));
        String payload = rejection("noisy/payload", "");
        assertTrue(payload.contains("hard quota of 1024 bytes of payloads a second; try again in "), payload);

        assertEquals("done", site.callers().call("noisy/cpu", "run " + TimeUnit.MILLISECONDS.toNanos(300)));
        String cpu = rejection("noisy/cpu", "");
        assertTrue(cpu.contains("hard quota of 1% of a processor; try again in "), cpu);
    }

    @Test
    void aFunctionThatGoesOn_isSuspended_untilAnOperatorResumesIt() throws Exception {
        site.callers().call("noisy/suspended", "x".repeat(100 << 10));
        rejection("noisy/suspended", "");
        String reason = rejection("noisy/suspended", "");
        assertTrue(reason.contains("function noisy/suspended is suspended since 2"), reason);
        assertTrue(reason.endsWith("an operator ends this by: funclet resume noisy/suspended"), reason);
        assertEquals(ServingStatus.NOT_SERVING, health("noisy/suspended"));
        Said ps = site.operator().run("ps");
        assertTrue(ps.names("QUOTA OF", "noisy/allocation", "1 MiB", "noisy/cpu", "1%"), ps::toString);
        assertTrue(ps.names("noisy/suspended", "payload", "1 KiB", "is suspended since"), ps::toString);
        assertEquals(1, site.web().metrics().value("funclet_suspended{function=\"noisy/suspended\"}"));

        assertEquals(0, site.operator().run("resume", "noisy/suspended").status());

        assertEquals("done", site.callers().call("noisy/suspended", ""));
        assertEquals(ServingStatus.SERVING, health("noisy/suspended"));
        Operator.Said again = site.operator().run("resume", "noisy/suspended");
        assertEquals(1, again.status());
        assertTrue(again.err().contains("\"noisy/suspended\" is not suspended; suspended are: none"), again.err());
    }

    private static ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(site.callers().channel())
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }
}
