package io.funclet.host.it.rollout;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.TrustedCode;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A signer of a set answers for the jars that it lists. */
@Embedded
class SetTrustIT {

    private static final String SET = "gateway.set.jar";

    private static TrustedCode code;
    private static Path trust;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(
                    Map.of("good", List.of("good"), "strange", List.of("strange"), "lost", List.of("lost")))
            .before(starting -> {
                code = TrustedCode.make();
                trust = starting.path().resolve("trust");
                code.write(trust);
                Path file = starting.path().resolve("etc/baetyl/service.yml");
                Files.writeString(file, Files.readString(file) + "trust: {mode: require, directory: trust}\n");
            });

    @AfterAll
    static void closeClock() {
        code.clock().close();
    }

    private static FunctionJar list(FunctionJar jar) throws Exception {
        return new SetFile().with("fn.jar", jar).build();
    }

    @Test
    void jarThatIsNotSigned_serves_ifASetThatIsSignedListsItsDigest() throws Exception {
        Path directory = site.code("good");
        FunctionJar jar = TrustedCode.function("good", "yes");
        code.vendor().sign(list(jar)).deploy(directory, SET);
        jar.deploy(directory, "fn.jar");

        site.awaitAnswer("good", "yes");

        site.operator().explain("fn.jar", "is listed in a set, which is signed by CN=vendor (valid until");
        TrustedCode.function("good", "no").deploy(directory, "fn.jar");
        site.awaitLine("waiting good/" + SET, "waits for fn.jar, whose digest is ");
        site.awaitAnswer("good", "yes", "yes");
    }

    @Test
    void setThatIsNotSignedByATrustedSigner_isRejected_andItsJarsNeedASignatureOfTheirOwn() throws Exception {
        Path directory = site.code("strange");
        FunctionJar jar = TrustedCode.function("strange", "yes");
        code.stranger().sign(list(jar)).deploy(directory, SET);
        jar.deploy(directory, "fn.jar");
        site.awaitLine("rejected strange/" + SET, "is signed by CN=stranger, which is not trusted");
        site.awaitLine("rejected strange/fn.jar", "is not signed");

        code.vendor().sign(list(jar)).deploy(directory, SET);

        site.awaitAnswer("strange", "yes");
    }

    @Test
    void setThatIsRevoked_isNoReasonToTrustItsJarsAnyMore() throws Exception {
        Path directory = site.code("lost");
        FunctionJar jar = TrustedCode.function("lost", "yes");
        Path set = code.vendor().sign(list(jar)).deploy(directory, SET);
        jar.deploy(directory, "fn.jar");
        site.awaitAnswer("lost", "yes");

        TrustedCode.add(trust.resolve("revoked"), TrustedCode.sha256(set) + "  " + SET);

        String line = site.awaitLine("lost/fn.jar", "is not trusted any more", "its set is revoked");
        assertTrue(line.contains("it is not signed"), line);
    }
}
