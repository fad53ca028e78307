package io.funclet.host.it.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.funclet.host.it.client.MetricsText;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.SigningKey;
import io.funclet.host.it.jar.SigningKey.Form;
import io.funclet.host.it.jar.TrustedCode;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the status page and the metrics tell of tenants, quotas, signers, and of a new version in comparison. */
@Embedded
class TenantsPageIT {

    /** The common name of a vendor who would like to be more than a name. */
    private static final String HOSTILE = "Acme\\<img src\\=x onerror\\=document.title\\='owned'\\>";

    private static final String SIGNER = "CN=" + HOSTILE;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.serve()
            .withWeb()
            .environment("FUNCLET_UPDATE_OBSERVE", "1h")
            .before(TenantsPageIT::configure)
            .after(TenantsPageIT::update);

    private static SigningKey vendor;

    private static void configure(RuntimeExtension starting) throws Exception {
        SigningKey authority = SigningKey.authority("authority");
        vendor = authority.issue(HOSTILE, Form.CODE);
        authority.writeCertificate(starting.path().resolve("trust/authority.pem"));
        starting.workspace().file("funclet.yml", """
                tenants:
                  - name: acme
                    directory: tenants/acme
                    trust: {directory: trust}
                    quotas: {soft: {rate: 1}, hard: {concurrent: 5}}
                  - {name: globex, directory: tenants/globex}
                """);
        Files.createDirectories(acme(starting));
        Files.createDirectories(globex(starting));
        put(starting, "1.0.0");
    }

    private static Path acme(RuntimeExtension at) {
        return at.path().resolve("tenants/acme");
    }

    private static Path globex(RuntimeExtension at) {
        return at.path().resolve("tenants/globex");
    }

    /** Both tenants have a function, a file and versions of the same names. */
    private static void put(RuntimeExtension at, String version) throws Exception {
        FunctionJar jar = FunctionJar.bundle("it.heat")
                .version(version)
                .function("heat", "return Payload.of(\"x\");")
                .build();
        jar.deploy(globex(at), "heat.jar");
        vendor.sign(jar).deploy(acme(at), "heat.jar");
    }

    private static void update(RuntimeExtension running) throws Exception {
        running.awaitAnswer("acme/heat", "x");
        running.awaitAnswer("globex/heat", "x");
        put(running, "1.0.1");
        running.awaitLine("updated ", "globex/heat.jar (it.heat 1.0.1");
        running.awaitLine("updated ", "acme/heat.jar (it.heat 1.0.1");
        for (int i = 0; i < 100; i++) {
            assertEquals("x", running.callers().call("acme/heat", "x"));
        }
    }

    private static JsonObject object(JsonArray array, int at) {
        return array.get(at).getAsJsonObject();
    }

    @Test
    void json_hasTenants_theirQuotas_andBothVersions() throws Exception {
        JsonObject status = site.web().status();

        JsonArray tenants = status.getAsJsonArray("tenants");
        JsonObject acme = object(tenants, 0);
        assertEquals("acme", acme.get("name").getAsString());
        assertEquals("require", acme.get("trust").getAsString());
        assertEquals(acme(site).toString(), acme.get("directory").getAsString());
        assertEquals("off", object(tenants, 1).get("trust").getAsString());
        JsonObject quota = object(status.getAsJsonArray("quotas"), 0);
        assertEquals("acme", quota.get("name").getAsString());
        assertEquals(2, quota.getAsJsonArray("uses").size());
        JsonArray rollouts = new JsonArray();
        status.getAsJsonArray("directories")
                .forEach(
                        directory -> rollouts.addAll(directory.getAsJsonObject().getAsJsonArray("rollouts")));
        JsonObject rollout = object(rollouts, 0);
        assertEquals(100, rollout.get("percent").getAsInt());
        assertEquals("NOT_WORSE", rollout.get("trend").getAsString());
        assertEquals("1.0.1", rollout.getAsJsonObject("now").get("version").getAsString());
        assertTrue(rollout.getAsJsonObject("old").get("p95").getAsDouble() > 0, rollout::toString);
    }

    @Test
    void history_saysWhoHasSigned_andStandsOnce() throws Exception {
        JsonObject status = site.web().status();

        JsonObject change = null;
        for (JsonElement each : status.getAsJsonArray("history")) {
            JsonObject one = each.getAsJsonObject();
            if (one.get("outcome").getAsString().equals("UPDATED")
                    && one.get("file").getAsString().equals("acme/heat.jar")) {
                change = one;
            }
        }
        assertEquals(SIGNER, change.get("signer").getAsString());
        assertEquals(
                "sha256:" + TrustedCode.sha256(acme(site).resolve("heat.jar")),
                change.get("digest").getAsString());
        assertFalse(
                object(status.getAsJsonArray("directories"), 0).has("history"), "a history for each directory, too");
    }

    @Test
    void metrics_haveTenants_signers_andBothVersions() throws Exception {
        MetricsText metrics = site.web().metrics();

        assertEquals(
                MetricsIT.documented(MetricsIT.OF_OTHERS.and(family -> !family.equals("funclet_rollout_copies"))),
                new TreeSet<>(metrics.types().keySet().stream()
                        .filter(MetricsIT.OF_OTHERS)
                        .toList()));
        assertEquals(1, metrics.sum("funclet_tenant_info", "tenant=\"acme\"", "trust=\"require\""));
        assertEquals(1, metrics.sum("funclet_files_signed", "signer=\"CN="));
        assertEquals(2, metrics.sum("funclet_rollout_share", "function=\"heat\""));
        assertEquals(0, metrics.sum("funclet_rollout_errors", "side=\"new\"", "version=\"1.0.1\""));
        assertEquals(0, metrics.sum("funclet_files_taken_back"));
    }

    @Test
    void page_showsThem_asText(@TempDir Path directory) throws Exception {
        Optional<Browser> browser = Browser.find(directory);
        Assumptions.assumeTrue(browser.isPresent(), "this machine has no browser");
        String address = "http://127.0.0.1:" + site.web().port() + "/";

        String dom = browser.get().dom(address);

        assertTrue(dom.contains(">takes trusted jars only<"), dom);
        assertTrue(dom.contains(">not worse so far<"), dom);
        assertTrue(dom.contains(">1.0.0 → 1.0.1<"), dom);
        assertTrue(dom.contains(">Calls at once<"), dom);
        assertTrue(dom.contains(">signed by CN=" + HOSTILE.replace("<", "&lt;").replace(">", "&gt;") + "<"), dom);
        assertFalse(dom.contains("<img"), dom);
        assertFalse(dom.contains("<title>owned"), dom);
        Path pictures = Files.createDirectories(Path.of("target/pictures").toAbsolutePath());
        for (int width : List.of(1280, 500)) {
            browser.get().picture(address, width, 2400, pictures.resolve("tenants-" + width + ".png"));
        }
    }
}
