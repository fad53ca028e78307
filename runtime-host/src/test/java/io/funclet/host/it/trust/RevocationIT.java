package io.funclet.host.it.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.jar.PlainJar;
import io.funclet.host.it.jar.SigningKey;
import io.funclet.host.it.jar.SigningKey.Form;
import io.funclet.host.it.jar.TrustedCode;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a change of the trust directory does to what runs. */
@Embedded
class RevocationIT {

    private static final FunctionSource WORDS = FunctionSource.text("words", "\"\"");

    private static TrustedCode code;
    private static Path trust;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of(
                    "running", List.of("running"),
                    "touched", List.of("touched"),
                    "library", List.of("reader"),
                    "plain", List.of("plain"),
                    "mistake", List.of("steady", "later"),
                    "warned", List.of("warned")))
            .before(starting -> {
                code = TrustedCode.make();
                trust = starting.path().resolve("trust");
                code.write(trust);
                Path file = starting.path().resolve("etc/baetyl/service.yml");
                Files.writeString(
                        file,
                        Files.readString(file)
                                        .replace("/warned\"}", "/warned\", trust: {mode: warn, directory: trust}}")
                                + "trust: {mode: require, directory: trust}\n");
            });

    @AfterAll
    static void closeClock() {
        code.clock().close();
    }

    private static void revoke(String line) throws Exception {
        TrustedCode.add(trust.resolve("revoked"), line);
    }

    private static FunctionJar reading(String name, String words) {
        return FunctionJar.bundle("it." + name)
                .function(name, "return Payload.of(words.Text.text());")
                .against(WORDS)
                .header("Import-Package", words)
                .build();
    }

    @Test
    void revokedJar_endsItsCalls_isStopped_andServesAgainWhenItIsTrustedAgain() throws Exception {
        SigningKey key = code.authority().issue("found", Form.CODE);
        FunctionJar jar = FunctionJar.bundle("it.running")
                .function("running", Gate.HANDLER)
                .build();
        key.sign(jar).deploy(site.code("running"), "running.jar");
        site.awaitServing("running");
        Gate gate = Gate.in(site.path());
        Future<byte[]> call = site.callers().begin("running", gate.event(), Await.LONG);
        gate.awaitEntered();

        String before = Files.readString(trust.resolve("revoked"));
        revoke("serial " + key.certificate().getSerialNumber().toString(16) + " CN=authority");

        site.log().awaitAll("(running/running.jar) is not trusted any more", "revoked: CN=found", "its calls end");
        site.operator().awaitExplanation("running.jar", "is rejected", "revoked: CN=found", "is draining: 1 calls run");
        gate.open();
        assertEquals("passed", Callers.payload(call));
        site.operator().awaitExplanation("running.jar", "running/running.jar is rejected");
        Files.writeString(trust.resolve("revoked"), before);
        site.log().awaitAll("deployed running/running.jar (it.running 0.0.0) with running");
    }

    /** The look at a file comes before the next look at the trust directory, which tells of what it finds changed. */
    @Test
    void revokedJar_isToldOf_whicheverLookFindsItFirst() throws Exception {
        Path jar = code.vendor().sign(TrustedCode.function("touched", "1")).deploy(site.code("touched"), "touched.jar");
        site.log().awaitAll("deployed touched/touched.jar");

        revoke(TrustedCode.sha256(jar) + "  touched.jar");
        site.operator().awaitExplanation("touched.jar", "is revoked: its digest is");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));

        site.log().awaitAll("(touched/touched.jar) is not trusted any more", "its calls end");
    }

    @Test
    void revokedLibrary_takesItsUsersWithIt_unlessAnotherCanTakeItsPlace() throws Exception {
        SigningKey old = code.authority().issue("olds", Form.CODE);
        SigningKey older = code.authority().issue("older", Form.CODE);
        Path directory = site.code("library");
        FunctionJar.Bundle words = FunctionJar.bundle("it.words")
                .source(FunctionSource.text("words", "\"two\""))
                .header("Export-Package", "words;version=2.0");
        old.sign(words.build()).deploy(directory, "words.jar");
        code.vendor().sign(reading("reader", "*")).deploy(directory, "reader.jar");
        site.awaitAnswer("reader", "two");
        FunctionJar.Bundle other = FunctionJar.bundle("it.other")
                .source(FunctionSource.text("words", "\"one\""))
                .header("Export-Package", "words;version=2.0");
        older.sign(other.build()).deploy(directory, "other.jar");
        site.log().awaitAll("deployed library/other.jar");

        revoke(old.fingerprint());

        site.awaitAnswer("reader", "one", "two");
        site.operator().awaitExplanation("words.jar", "library/words.jar is rejected", "revoked: CN=olds");

        revoke(older.fingerprint());

        site.log().awaitAll("it.reader 0.0.0 (library/reader.jar) is stopped: it uses a bundle that is not trusted");
        site.operator().awaitExplanation("reader.jar", "is waiting", "imports package words");
    }

    private static byte[] random(int bytes) {
        byte[] content = new byte[bytes];
        new Random(1).nextBytes(content);
        return content;
    }

    @Test
    void revokedPlainJar_leavesTheClassPath_andTheOthersStay() throws Exception {
        Path directory = site.code("plain");
        FunctionJar revoked = code.vendor()
                .sign(PlainJar.text("surplus", "1.0")
                        // The look at it takes longer than that at the bundle that uses the others.
                        .entry("random", random(24 << 20))
                        .build());
        Path file = revoked.deploy(directory, "surplus.jar");
        site.log().awaitAll("deployed plain/surplus.jar");
        code.vendor().sign(PlainJar.text("words", "9.0").build()).deploy(directory, "words.jar");
        code.vendor().sign(reading("plain", "*")).deploy(directory, "plain.jar");
        site.awaitAnswer("plain", "9.0");

        revoke(TrustedCode.sha256(file) + "  surplus.jar");

        site.operator().awaitExplanation("surplus.jar", "plain/surplus.jar is rejected", "is revoked: its digest is");
        site.operator().awaitExplanation("words.jar", "words.jar (words 9.0.0) is active", "is signed by CN=vendor");
        site.awaitAnswer("plain", "9.0", "9.0");
        assertTrue(site.log().lines().stream().noneMatch(line -> line.contains("(plain/plain.jar) is stopped")));
    }

    @Test
    void directoryWithAMistake_trustsNoNewJar_andStopsNothing() throws Exception {
        Path directory = site.code("mistake");
        code.vendor().sign(TrustedCode.function("steady", "1")).deploy(directory, "steady.jar");
        site.awaitAnswer("steady", "1");
        String before = Files.readString(trust.resolve("revoked"));

        revoke("all");
        site.log().awaitAll("the trust directory", "cannot be used: revoked line", "\"all\" is neither");
        code.vendor().sign(TrustedCode.function("later", "2")).deploy(directory, "later.jar");

        site.log().awaitAll("rejected mistake/later.jar", "cannot be trusted: the trust directory");
        assertEquals("1", site.callers().call("steady", ""));
        Files.writeString(trust.resolve("revoked"), before);
        site.awaitAnswer("later", "2");
    }

    @Test
    void jarThatIsNotTrusted_servesWithAWarning_whereTheDirectoryOnlyWarns() throws Exception {
        TrustedCode.function("warned", "1").deploy(site.code("warned"), "warned.jar");

        site.awaitAnswer("warned", "1");
        site.log().awaitAll("WARN", "deployed warned/warned.jar (it.warned 0.0.0)", "is not trusted: is not signed");
        site.operator().explain("warned.jar", "is serving", "is not trusted: is not signed", "SHA-256");
    }
}
