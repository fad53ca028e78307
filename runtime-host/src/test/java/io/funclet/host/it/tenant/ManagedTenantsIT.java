package io.funclet.host.it.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tenants in the configuration of a manager: its names stay, and a function is of the tenant in whose directory it is. */
@Embedded
class ManagedTenantsIT {

    private static final int ACME_PORT = RuntimeProcess.freePort();

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.configured(site -> {
                site.code("acme/heat");
                site.code("acme/cool");
                site.code("globex");
                site.code("strict");
                site.workspace().file("trust/allow", "%064d  other.jar\n".formatted(0));
                configure(site, 1);
            })
            .withWeb()
            .before(site -> {
                site.deploy(FunctionJar.bundle("it.heat").function("heat", Gate.HANDLER), "acme/heat", "heat.jar");
                site.deploy(FunctionJar.echo("it.cool", "cool"), "acme/cool", "cool.jar");
                site.deploy(FunctionJar.echo("it.cool", "cool"), "globex", "cool.jar");
                site.deploy(FunctionJar.echo("it.cool", "cool"), "strict", "cool.jar");
                site.deploy(FunctionJar.echo("it.secret", "secret"), "globex", "secret.jar");
            });

    private static void configure(RuntimeExtension site, int concurrent) throws IOException {
        site.workspace()
                .file(
                        "etc/baetyl/service.yml",
                        "name: test\n" + site.workspace().server() + """
                        functions:
                          - {name: heat, handler: heat, codedir: var/db/acme/heat}
                          - {name: cool, handler: cool, codedir: var/db/acme/cool}
                          - {name: other, handler: cool, codedir: var/db/globex}
                          - {name: signed, handler: cool, codedir: var/db/strict}
                        tenants:
                          - {name: strict, directory: var/db/strict, trust: {directory: trust}}
                          - name: acme
                            directory: var/db/acme
                            address: 127.0.0.1:%s
                            quotas: {hard: {concurrent: %s}}
                        """.formatted(ACME_PORT, concurrent));
    }

    @Test
    void aTenantsFunctions_keepTheirNames_shareAQuota_andAreAloneAtItsAddress() throws Exception {
        Gate gate = Gate.in(site.path());
        Future<byte[]> held = site.callers().begin("heat", gate.event(), Await.LONG);
        gate.awaitEntered();

        Status rejected = site.callers().failure("cool", "x");
        assertEquals(
                "tenant acme is over its hard quota of 1 calls at once; try again when a call has ended",
                rejected.getDescription());
        assertEquals("x", site.callers().call("other", "x"));
        configure(site, 2);
        assertTrue(site.operator().run("reload").out().contains("changed tenants.acme.quotas"));
        assertEquals("x", site.callers().call("cool", "x"));
        try (Callers acme = Callers.of(ACME_PORT)) {
            assertEquals("x", acme.call("cool", "x"));
            assertEquals(Code.NOT_FOUND, acme.failure("other", "x").getCode());
            assertEquals(ServingStatus.SERVING, health(acme, "cool"));
            assertEquals(
                    Code.NOT_FOUND, Callers.failure(() -> health(acme, "other")).getCode());
            Status common = site.callers().failure("secret", "x");
            assertTrue(common.getDescription().contains("globex/secret.jar"), common::getDescription);
            Status secret = acme.failure("secret", "x");
            assertFalse(secret.getDescription().contains("globex"), secret::getDescription);
        }
        gate.open();
        assertEquals("passed", Callers.payload(held));
        assertEquals(1, site.web().metrics().value("funclet_function_serving{function=\"cool\",tenant=\"acme\"}"));
        assertEquals(1, site.web().metrics().value("funclet_function_serving{function=\"other\"}"));
    }

    private static ServingStatus health(Callers callers, String service) {
        return HealthGrpc.newBlockingStub(callers.channel())
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    @Test
    void trustOfATenant_isThatOfItsDirectories() throws Exception {
        site.operator().awaitExplanation("cool.jar", "strict/cool.jar is rejected", "is not signed");
        assertEquals("x", site.callers().call("other", "x"));
    }
}
