package io.funclet.host.it.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.SigningKey;
import io.funclet.host.it.jar.SigningKey.Form;
import io.funclet.host.it.jar.TrustedCode;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which jars serve where a trust directory is required. */
@Embedded
class TrustIT {

    private static TrustedCode code;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of(
                    "wrong", List.of("heat"),
                    "right", List.of("f1", "f2", "f3", "f4", "f5", "f6", "f7")))
            .before(TrustIT::trust);

    private static void trust(RuntimeExtension starting) throws Exception {
        code = TrustedCode.make();
        code.write(starting.path().resolve("trust"));
        Path file = starting.path().resolve("etc/baetyl/service.yml");
        Files.writeString(file, Files.readString(file) + "trust: {mode: require, directory: trust}\n");
        code.vendor().sign(TrustedCode.function("heat", "good")).deploy(starting.code("wrong"), "heat.jar");
    }

    @AfterAll
    static void closeClock() {
        code.clock().close();
    }

    @ParameterizedTest
    @EnumSource
    void jarThatIsNotTrusted_isRejectedInWords_andAGoodOneServes(WrongSignature wrong) throws Exception {
        String file = wrong.name().toLowerCase(Locale.ROOT) + ".jar";

        wrong.make(TrustedCode.function("heat", "wrong"), code).deploy(site.code("wrong"), file);

        List<String> words = new ArrayList<>(List.of("rejected wrong/" + file));
        words.addAll(List.of(wrong.words()));
        site.log().awaitAll(words.toArray(String[]::new));
        site.awaitAnswer("heat", "good");
    }

    @Test
    void jarThatIsTrusted_serves_andTheOperatorSeesItsSigner() throws Exception {
        Path directory = site.code("right");
        SigningKey rsa = code.authority().issue("rsa-vendor", Form.CODE.of("RSA", 2048));
        SigningKey late = code.authority().issue("late", Form.CODE.expired());
        FunctionJar unsigned = TrustedCode.function("f3", "3");
        Path allowed = unsigned.deploy(Files.createDirectories(site.path().resolve("build")), "f3.jar");
        TrustedCode.add(site.path().resolve("trust/allow"), TrustedCode.sha256(allowed) + "  f3.jar");

        code.vendor().sign(TrustedCode.function("f1", "1")).deploy(directory, "f1.jar");
        rsa.sign(TrustedCode.function("f2", "2")).deploy(directory, "f2.jar");
        unsigned.deploy(directory, "f3.jar");
        code.alone().sign(TrustedCode.function("f4", "4")).deploy(directory, "f4.jar");
        code.stranger()
                .sign(code.vendor().sign(TrustedCode.function("f5", "5")))
                .deploy(directory, "f5.jar");
        late.stamped(TrustedCode.function("f6", "6"), code.clock().uri()).deploy(directory, "f6.jar");
        code.vendor()
                .stamped(TrustedCode.function("f7", "7"), code.clock().uri())
                .deploy(directory, "f7.jar");

        for (int i = 1; i <= 7; i++) {
            site.awaitAnswer("f" + i, Integer.toString(i));
        }
        Operator operator = site.operator();
        operator.explain("f1.jar", "is signed by CN=vendor (valid until", "has the SHA-256 digest ");
        operator.explain("f2.jar", "is signed by CN=rsa-vendor (valid until");
        operator.explain("f3.jar", "is trusted by the allow-list", TrustedCode.sha256(allowed));
        operator.explain("f4.jar", "is signed by CN=alone");
        operator.explain("f5.jar", "is signed by CN=vendor");
        operator.explain("f6.jar", "is signed by CN=late (valid until", ", timestamp of ");
        Said said = operator.run("ps");
        assertTrue(said.names("f7.jar", "signed by CN=vendor, sha256 "), said::toString);
        Said history = operator.run("history", "f7.jar");
        assertTrue(history.names("deployed", "right/f7.jar", "sha256:", "signed by CN=vendor"), history::toString);
        Said forPrograms = operator.run("history", "f3.jar", "--json");
        assertTrue(
                forPrograms.names(
                        "\"digest\": \"sha256:" + TrustedCode.sha256(allowed) + "\"", "\"signer\": \"the allow-list\""),
                forPrograms::toString);
        assertTrue(operator.run("ps", "--json").names("\"signer\": \"CN=vendor\"", "\"sha256\": \""), said::toString);
    }

    @Test
    void check_saysWhatTrustWouldSay_andWhoHasSigned() throws Exception {
        Path directory = Files.createDirectories(site.path().resolve("checked"));
        String trust = site.path().resolve("trust").toString();
        String good = code.vendor()
                .sign(TrustedCode.function("f1", "1"))
                .deploy(directory, "good.jar")
                .toString();
        String strange = code.stranger()
                .sign(TrustedCode.function("f1", "1"))
                .deploy(directory, "strange.jar")
                .toString();

        Said trusted = site.operator().run("check", good, "--trust", trust);
        Said rejected = site.operator().run("check", strange, "--trust", trust);
        Said asked = site.operator().run("check", strange);

        assertTrue(trusted.names("would be taken", "is signed by CN=vendor (", "SHA-256"), trusted::toString);
        assertTrue(rejected.names("would be rejected", "is signed by CN=stranger, which is not"), rejected::toString);
        assertEquals(1, rejected.status());
        assertTrue(asked.names("would be taken", "is signed by CN=stranger, whoever that is"), asked::toString);
    }
}
