package io.funclet.host.it.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.SigningKey;
import io.funclet.host.it.jar.SigningKey.Form;
import io.funclet.host.it.jar.TrustedCode;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which version of a function serves when one of its versions is revoked; and what to do if none does. */
@Embedded
class RevokedVersionIT {

    private static TrustedCode code;
    private static Path trust;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of("compared", "back").before(starting -> {
        code = TrustedCode.make();
        trust = starting.path().resolve("trust");
        code.write(trust);
        Path file = starting.path().resolve("etc/baetyl/service.yml");
        Files.writeString(
                file,
                Files.readString(file)
                                .replace("/back\"}", "/back\", update: {observe: 1s}}")
                                .replace("/compared\"}", "/compared\", update: {canary: 50%, observe: 1h}}")
                        + "trust: {mode: require, directory: trust}\n");
    });

    @AfterAll
    static void closeClock() {
        code.clock().close();
    }

    private static void revoke(SigningKey key) throws Exception {
        TrustedCode.add(trust.resolve("revoked"), key.fingerprint());
    }

    @Test
    void whileTwoVersionsAreCompared_theOneThatIsRevokedGoes_andTheOtherServes() throws Exception {
        Path directory = site.code("compared");
        SigningKey first = code.authority().issue("first", Form.CODE);
        SigningKey third = code.authority().issue("third", Form.CODE);
        first.sign(TrustedCode.function("compared", "1")).deploy(directory, "compared.jar");
        site.awaitAnswer("compared", "1");
        code.vendor().sign(TrustedCode.function("compared", "2")).deploy(directory, "compared.jar");
        site.log().awaitAll("updated compared/compared.jar");

        revoke(first);

        site.log().awaitAll("serves alone, because the version before it is not trusted any more");
        site.awaitAnswer("compared", "2", "1");
        for (int call = 0; call < 20; call++) {
            assertEquals("2", site.callers().call("compared", ""));
        }

        third.sign(TrustedCode.function("compared", "3")).deploy(directory, "compared.jar");
        site.awaitAnswer("compared", "3", "2");
        revoke(third);

        site.log()
                .awaitAll("updated compared/compared.jar", "in place of the content of the file, which is not trusted");
        site.operator().awaitExplanation("compared.jar", "compared.jar (it.compared 0.0.0) is serving", "CN=vendor");
        for (int call = 0; call < 20; call++) {
            assertEquals("2", site.callers().call("compared", ""));
        }
    }

    @Test
    void versionThatServesAfterARollback_andIsRevoked_isGone_andTextsSayWhatToDo() throws Exception {
        Path directory = site.code("back");
        SigningKey kept = code.authority().issue("kept", Form.CODE);
        kept.sign(TrustedCode.function("back", "1")).deploy(directory, "back.jar");
        site.awaitAnswer("back", "1");
        code.vendor().sign(TrustedCode.function("back", "2")).deploy(directory, "back.jar");
        site.log().awaitAll("(back/back.jar) has not been called, and stays unproved");
        assertEquals(0, site.operator().run("rollback", "back").status());
        site.awaitAnswer("back", "1", "2");
        Await.until(
                "the end of the comparison",
                Await.LONG,
                () -> !site.operator().run("ps").names("function back,"),
                () -> "it goes on");

        revoke(kept);

        String remedy = "`funclet promote` deploys the content of the file";
        site.log().awaitAll("rejected back/back.jar", "was rolled back", "revoked: CN=kept", remedy);
        site.operator().awaitExplanation("back.jar", "is rejected", "was rolled back", remedy);
        assertEquals(0, site.operator().run("promote", "back.jar").status());
        site.awaitAnswer("back", "2");
    }
}
