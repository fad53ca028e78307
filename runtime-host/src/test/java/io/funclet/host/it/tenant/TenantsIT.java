package io.funclet.host.it.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.client.MetricsText;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tenants, as their callers and the operator meet them: two have a function of the same name. */
@Embedded
class TenantsIT {

    private static final Metadata.Key<String> TENANT =
            Metadata.Key.of("funclet-tenant", Metadata.ASCII_STRING_MARSHALLER);

    private static final int ACME_PORT = RuntimeProcess.freePort();

    private static final String BODY = "return Payload.of(context.functionName() + context.env().get(\"of\"));";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.serve()
            .withWeb()
            .environment("FUNCLET_HTTP_CALLS", "on")
            .before(site -> {
                site.workspace().file("funclet.yml", """
                        functions:
                          - {name: own, env: {of: operator}}
                        tenants:
                          - name: acme
                            directory: tenants/acme
                            address: 127.0.0.1:%s
                            control: {socket: acme.sock, group: %s}
                            functions:
                              - {name: heat, env: {of: acme}}
                              - {name: named, env: {of: acme}}
                          - name: globex
                            directory: tenants/globex
                            functions:
                              - {name: heat, env: {of: globex}}
                        """.formatted(ACME_PORT, group(site.path())));
                FunctionJar.bundle("it.own").function("own", BODY).build().deploy(site.served(), "own.jar");
                for (String tenant : new String[] {"acme", "globex"}) {
                    FunctionJar.bundle("it.same")
                            .function("heat", BODY)
                            .function("only." + tenant, BODY)
                            .function("named", BODY)
                            .build()
                            .deploy(Files.createDirectories(site.path().resolve("tenants/" + tenant)), "heat.jar");
                }
            });

    private static Callers acme;

    private static String group(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class).group().getName();
    }

    @BeforeAll
    static void connect() {
        acme = Callers.of(ACME_PORT);
    }

    @AfterAll
    static void disconnect() {
        acme.close();
    }

    private static String callFor(String tenant, Callers callers, String function) {
        Metadata headers = new Metadata();
        headers.put(TENANT, tenant);
        byte[] request = Generation.G3.request(function, ByteString.EMPTY).toByteArray();
        return Generation.G3
                .payload(Generation.G3.parse(callers.raw(Generation.G3.method(), request, headers)))
                .toStringUtf8();
    }

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
        assertEquals("heatacme", callFor("acme", site.callers(), "heat"));
        assertEquals("heatglobex", callFor("globex", site.callers(), "heat"));
        io.funclet.proto.faas.Message request = io.funclet.proto.faas.Message.newBuilder()
                .putMetadata("functionName", "heat")
                .putMetadata("funclet-tenant", "globex")
                .build();
        byte[] response = site.callers().raw(Generation.G4.method(), request.toByteArray());
        assertEquals(
                "heatglobex",
                Generation.G4.payload(Generation.G4.parse(response)).toStringUtf8());

        Status other = Callers.failure(() -> callFor("acme", site.callers(), "only.globex"));
        assertEquals(Code.NOT_FOUND, other.getCode());
        assertTrue(
                other.getDescription().contains("known are: acme/heat, acme/named, acme/only.acme"),
                other::getDescription);
        Status unknown = Callers.failure(() -> callFor("nobody", site.callers(), "heat"));
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
    void theAddressOfATenant_reachesItsFunctionsAlone() {
        assertEquals("heatacme", acme.call("heat", ""));
        assertEquals("heatacme", acme.call("acme/heat", ""));
        Status absent = acme.failure("acme/absent", "");
        assertTrue(absent.getDescription().startsWith("function acme/absent is not known"), absent::getDescription);
        for (String elsewhere : new String[] {"own", "globex/heat", "only.globex"}) {
            assertEquals(Code.NOT_FOUND, acme.failure(elsewhere, "").getCode(), elsewhere);
        }
        Status header = Callers.failure(() -> callFor("globex", acme, "heat"));
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
