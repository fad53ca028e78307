package io.funclet.host.it.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.client.MetricsText;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Names of functions, as callers and the operator use them: two tenants have a function of the same name. */
@Embedded
class TenantsIT {

    @RegisterExtension
    static final RuntimeExtension site = TwoTenants.site(RuntimeProcess.freePort());

    @Test
    void aName_leadsToOneFunction_orTheErrorNamesAll() {
        assertEquals("heatacme", site.callers().call("acme/heat", ""));
        assertEquals("heatglobex", site.callers().call("globex/heat", ""));
        assertEquals("ownoperator", site.callers().call("own", ""));
        // Waits for the jar; while the process starts, a short name may still be that of another tenant.
        site.callers().call("globex/only.globex", "");
        assertEquals("only.globexnull", site.callers().call("only.globex", ""));

        Status ambiguous = site.callers().failure("heat", "");
        assertEquals(Code.INVALID_ARGUMENT, ambiguous.getCode());
        assertTrue(
                ambiguous.getDescription().contains("is one of several tenants: acme/heat, globex/heat; "),
                ambiguous::getDescription);
    }

    /** A tenant can deploy any name, and must not take calls of another by that, or let them fail. */
    @Test
    void nameThatTheConfigurationHasForOneTenant_isThatOfNoOtherThatDeploysIt() {
        assertEquals("namednull", site.callers().call("globex/named", ""));
        assertEquals("namedacme", site.callers().call("named", ""));
    }

    @Test
    void metadata_choosesTheTenant_inEachGeneration() {
        assertEquals("heatacme", TwoTenants.callFor("acme", site.callers(), "heat"));
        assertEquals("heatglobex", TwoTenants.callFor("globex", site.callers(), "heat"));
        io.funclet.proto.faas.Message request = io.funclet.proto.faas.Message.newBuilder()
                .putMetadata("functionName", "heat")
                .putMetadata("funclet-tenant", "globex")
                .build();
        byte[] response = site.callers().raw(Generation.G4.method(), request.toByteArray());
        assertEquals(
                "heatglobex",
                Generation.G4.payload(Generation.G4.parse(response)).toStringUtf8());

        Status other = Callers.failure(() -> TwoTenants.callFor("acme", site.callers(), "only.globex"));
        assertEquals(Code.NOT_FOUND, other.getCode());
        assertTrue(
                other.getDescription().contains("known are: acme/heat, acme/named, acme/only.acme"),
                other::getDescription);
        Status unknown = Callers.failure(() -> TwoTenants.callFor("nobody", site.callers(), "heat"));
        assertEquals("there is no tenant nobody", unknown.getDescription());
    }

    @Test
    void overHttp_theNameOrAHeaderChoosesTheTenant() throws Exception {
        assertEquals(
                "heatacme", site.web().ask("POST", "/functions/acme%2Fheat").body());
        assertEquals(
                "heatglobex",
                site.web()
                        .ask("POST", "/functions/heat", "Funclet-Tenant", "globex")
                        .body());
        assertEquals(400, site.web().ask("POST", "/functions/heat").statusCode());
    }

    @Test
    void aReload_changesFunctionsOfTenants_andNamesWhatNeedsARestart() throws Exception {
        Files.createDirectories(site.path().resolve("tenants/initech"));
        String before = Files.readString(site.path().resolve("funclet.yml"));
        site.workspace().file("funclet.yml", before.replace("of: globex", "of: reloaded") + """
                              - {name: renamed, handler: only.globex}
                          - {name: initech, directory: tenants/initech}
                        """);

        String said = site.operator().run("reload").out();

        assertEquals("heatreloaded", site.callers().call("globex/heat", ""));
        assertEquals("renamednull", site.callers().call("renamed", ""));
        assertEquals(
                Code.NOT_FOUND, site.callers().failure("globex/only.globex", "").getCode());
        assertTrue(said.contains("tenants.initech"), said);
        site.workspace().file("funclet.yml", before);
        assertTrue(site.operator().run("reload").out().contains("removed functions.globex/renamed"));
        site.awaitAnswer("globex/only.globex", "only.globexnull");
    }

    @Test
    void operators_seeWhoseAFunctionIs() throws Exception {
        site.callers().call("acme/heat", "");
        MetricsText metrics = site.web().metrics();
        assertEquals(1, metrics.value("funclet_function_serving{function=\"acme/heat\",tenant=\"acme\"}"));
        assertEquals(1, metrics.value("funclet_function_serving{function=\"own\"}"));
        assertTrue(site.operator().run("explain", "acme/heat").names("function acme/heat is served by it.same"));
        assertEquals(2, site.operator().run("explain", "heat").out().split("is served by").length - 1);
        assertTrue(site.operator().run("history", "acme/heat").names("acme/heat.jar", "it.same 0.0.0"));
        assertTrue(site.operator().run("canary", "acme/heat", "5%").names("no new version of it is compared"));
        assertTrue(site.operator().run("ps").names("acme/heat", "0.0.0", "heat.jar"));
    }
}
