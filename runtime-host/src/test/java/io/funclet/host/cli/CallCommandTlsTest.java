package io.funclet.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.IssuedKey;
import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code funclet call --tls}: that it is spoken, and what is said if the two sides do not agree on it. */
class CallCommandTlsTest extends AnsweringServer {

    @TempDir
    static Path directory;

    private static KeyPairs pairs;

    @BeforeAll
    static void makeCertificates() throws Exception {
        pairs = new KeyPairs(directory);
        IssuedKey ca = IssuedKey.authority("ca");
        pairs.write("ca", ca);
        pairs.write("server", ca.issue("server", "EC", IssuedKey.LOOPBACK));
        pairs.write("misnamed", ca.issue("misnamed", "EC", new GeneralName(GeneralName.dNSName, "gateway")));
        pairs.write("expired", ca.issueExpired("expired", IssuedKey.LOOPBACK));
        pairs.write("client", ca.issue("client", "EC", null));
        pairs.write("stranger", IssuedKey.alone("stranger"));
    }

    /** Calls a server that has this certificate. */
    private Captured callSecured(String certificate, ClientAuth callers, String... options) throws Exception {
        Server secured = NettyServerBuilder.forAddress(
                        loopback(0),
                        TlsServerCredentials.newBuilder()
                                .keyManager(
                                        pairs.certificate(certificate).toFile(),
                                        pairs.key(certificate).toFile())
                                .trustManager(pairs.certificate("ca").toFile())
                                .clientAuth(callers)
                                .build())
                .addService(baetyl())
                .build()
                .start();
        try {
            String address = "127.0.0.1:" + secured.getPort();
            Captured said = Captured.run(append(new String[] {"call", "f", "hey", "--address", address}, options));
            return new Captured(said.status(), said.out(), said.err().replace(address, "ADDRESS"));
        } finally {
            secured.shutdownNow();
            assertTrue(secured.awaitTermination(10, TimeUnit.SECONDS));
        }
    }

    private String[] trusting(String authority, String... more) {
        return append(
                new String[] {"--tls", "--ca", pairs.certificate(authority).toString()}, more);
    }

    private String[] presenting(String certificate, String key) {
        return trusting(
                "ca",
                "--cert",
                pairs.certificate(certificate).toString(),
                "--key",
                pairs.key(key).toString());
    }

    private static void assertFails(String explanation, Captured call) {
        assertEquals("UNAVAILABLE: " + explanation + System.lineSeparator(), call.err());
        assertEquals(1, call.status());
        assertEquals(0, call.out().length);
    }

    private static void assertRejected(String explanation, Captured call) {
        assertTrue(call.err().startsWith("funclet: " + explanation + System.lineSeparator()), call.err());
        assertEquals(2, call.status());
        assertEquals(0, call.out().length);
    }

    @Test
    void tls_presentsItsCertificate_andTrustsTheGivenAuthority() throws Exception {
        assertEquals(
                "G3 f  qos=0  id=0 at=0 hey",
                callSecured("server", ClientAuth.REQUIRE, presenting("client", "client"))
                        .text());
    }

    @Test
    void missingTls_isSuspected() throws Exception {
        assertFails(
                "ADDRESS has closed the connection without a word; if it speaks TLS, --tls is missing",
                callSecured("server", ClientAuth.NONE));
    }

    @Test
    void tlsToPlaintext_isSaid() {
        Captured call = call("f", "x", "--tls");
        assertFails("127.0.0.1:" + server.getPort() + " does not speak TLS; leave --tls out", call);
    }

    @Test
    void unknownIssuer_isSaid_withAndWithoutAuthority() throws Exception {
        assertFails(
                "the certificate of ADDRESS was issued by none of those that Java trusts; name its issuer by --ca",
                callSecured("server", ClientAuth.NONE, "--tls"));
        assertFails(
                "the certificate of ADDRESS was issued by none of those in " + pairs.certificate("stranger")
                        + " (--ca)",
                callSecured("server", ClientAuth.NONE, trusting("stranger")));
    }

    @Test
    void certificateOfAnotherHost_isSaid() throws Exception {
        Captured call = callSecured("misnamed", ClientAuth.NONE, trusting("ca"));
        assertFails(
                "the certificate of ADDRESS is not for that host; name it by --address as the certificate does", call);
    }

    @Test
    void expiredCertificate_isSaid() throws Exception {
        Captured call = callSecured("expired", ClientAuth.NONE, trusting("ca"));
        assertTrue(
                call.err().startsWith("UNAVAILABLE: the certificate of ADDRESS has expired (NotAfter: "), call.err());
    }

    @Test
    void callerWithoutCertificate_isTold_whichOptionHasIt() throws Exception {
        assertFails(
                "ADDRESS asks its callers for a certificate; name one by --cert and --key",
                callSecured("server", ClientAuth.REQUIRE, trusting("ca")));
    }

    @Test
    void callersCertificateThatIsNotAccepted_isSaid() throws Exception {
        String notAccepted = "ADDRESS does not accept the certificate %s of --cert (%s)%s";
        assertFails(
                notAccepted.formatted(
                        pairs.certificate("stranger"), "certificate_required", "; does it trust the issuer?"),
                callSecured("server", ClientAuth.REQUIRE, presenting("stranger", "stranger")));
        assertFails(
                notAccepted.formatted(pairs.certificate("expired"), "certificate_expired", ""),
                callSecured("server", ClientAuth.REQUIRE, presenting("expired", "expired")));
    }

    @Test
    void filesThatCannotBeUsed_areNamed_beforeAnybodyIsCalled(@TempDir Path pem) throws IOException {
        Path certificate = pairs.certificate("client");
        Path key = pairs.key("client");
        Path broken = pem.resolve("broken.key");
        KeyPairs.write(broken, "PRIVATE KEY", new byte[8]);
        Path sec1 = pem.resolve("sec1.key");
        KeyPairs.write(sec1, "EC PRIVATE KEY", new byte[8]);

        assertRejected(
                "--ca: there is no certificate in " + key + " (PEM, BEGIN CERTIFICATE)",
                call("f", "x", "--tls", "--ca", key.toString()));
        assertRejected("--ca: there is no file " + pem, call("f", "x", "--tls", "--ca", pem.toString()));
        assertRejected(
                "--cert: there is no certificate in " + key + " (PEM, BEGIN CERTIFICATE)",
                call("f", "x", "--tls", "--cert", key.toString(), "--key", key.toString()));
        assertRejected(
                "--key: " + sec1 + " is not PKCS#8; openssl pkcs8 -topk8 -nocrypt -in " + sec1 + " makes it so",
                call("f", "x", "--tls", "--cert", certificate.toString(), "--key", sec1.toString()));
        for (Path other : new Path[] {broken, pairs.key("stranger")}) {
            assertRejected(
                    "--key: " + other + " is not the key of the certificate of --cert",
                    call("f", "x", "--tls", "--cert", certificate.toString(), "--key", other.toString()));
        }
    }
}
