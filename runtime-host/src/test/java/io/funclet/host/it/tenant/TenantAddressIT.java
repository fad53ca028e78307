package io.funclet.host.it.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the address of a tenant and its control socket reach, beside another tenant and the operator. */
@Embedded
class TenantAddressIT {

    private static final int ACME_PORT = RuntimeProcess.freePort();

    @RegisterExtension
    static final RuntimeExtension site = TwoTenants.site(ACME_PORT);

    private static Callers acme;

    @BeforeAll
    static void connect() {
        acme = Callers.of(ACME_PORT);
        // Waits for the jar, which the control socket and health do not.
        acme.call("heat", "");
    }

    @AfterAll
    static void disconnect() {
        acme.close();
    }

    @Test
    void theAddressOfATenant_reachesItsFunctionsAlone() {
        assertEquals("heatacme", acme.call("heat", ""));
        assertEquals("heatacme", acme.call("acme/heat", ""));
        Status absent = acme.failure("acme/absent", "");
        assertTrue(absent.getDescription().startsWith("function acme/absent is not known"), absent::getDescription);
        for (String elsewhere : new String[] {"own", "globex/heat", "only.globex"}) {
            assertEquals(Code.NOT_FOUND, acme.failure(elsewhere, "").getCode(), elsewhere);
        }
        Status header = Callers.failure(() -> TwoTenants.callFor("globex", acme, "heat"));
        assertTrue(header.getDescription().startsWith("this address is that of tenant acme: "), header::getDescription);
        byte[] request = io.funclet.proto.faas.Message.newBuilder()
                .putMetadata("functionName", "heat")
                .putMetadata("funclet-tenant", "globex")
                .build()
                .toByteArray();
        assertEquals(
                Code.NOT_FOUND,
                Callers.failure(() -> acme.raw(Generation.G4.method(), request)).getCode());
    }

    @Test
    void health_isThatOfTheAddress() {
        assertEquals(ServingStatus.SERVING, health(site.callers(), "acme/heat"));
        assertEquals(ServingStatus.SERVING, health(acme, "heat"));
        assertEquals(Code.NOT_FOUND, Callers.failure(() -> health(acme, "own")).getCode());
    }

    private static ServingStatus health(Callers callers, String service) {
        return HealthGrpc.newBlockingStub(callers.channel())
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    private static Operator.Said ofAcme(String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--control", site.path().resolve("acme.sock").toString()));
        return site.operator().run(all.toArray(String[]::new));
    }

    @Test
    void theControlSocketOfATenant_showsAndChangesItsFunctionsAlone() throws Exception {
        assertEquals(
                "rw-rw----",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(site.path().resolve("acme.sock"))));
        String shown = ofAcme("ps").out();
        assertTrue(shown.contains("acme/heat") && shown.contains("127.0.0.1:" + ACME_PORT), shown);
        assertFalse(shown.contains("globex") || shown.contains("own"), shown);
        assertEquals(1, ofAcme("explain", "heat").out().split("is served by").length - 1);
        assertEquals(0, ofAcme("log-level", "info", "--function", "acme/heat").status());
        assertTrue(ofAcme("retry", "heat.jar").out().contains("acme/heat.jar"));

        for (String elsewhere : new String[] {"globex/heat", "own.jar"}) {
            String unknown = ofAcme("explain", elsewhere).err();
            assertTrue(unknown.contains("nothing is known of") && !unknown.contains("globex/only"), unknown);
            assertEquals(1, ofAcme("restart", elsewhere).status());
        }
        assertEquals(1, ofAcme("log-level", "info", "--function", "own").status());
        for (String[] operators : new String[][] {{"reload"}, {"resume", "acme"}, {"log-level", "info"}}) {
            String rejected = ofAcme(operators).err();
            assertTrue(rejected.contains("this is the control socket of tenant acme, which cannot "), rejected);
        }
    }
}
