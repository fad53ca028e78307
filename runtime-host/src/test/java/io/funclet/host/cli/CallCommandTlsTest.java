package io.funclet.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code funclet call --tls}. */
class CallCommandTlsTest extends AnsweringServer {

    @Test
    void tls_presentsItsCertificate_andTrustsTheGivenAuthorityAlone(@TempDir Path pem) throws Exception {
        Path certificate = pem.resolve("cert.pem");
        Path key = pem.resolve("key.pem");
        writeKeyPair(pem.resolve("store.p12"), certificate, key);
        Server secured = NettyServerBuilder.forAddress(
                        loopback(0),
                        TlsServerCredentials.newBuilder()
                                .keyManager(certificate.toFile(), key.toFile())
                                .trustManager(certificate.toFile())
                                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                                .build())
                .addService(baetyl())
                .build()
                .start();
        try {
            String[] call = {"call", "f", "hey", "--address", "127.0.0.1:" + secured.getPort(), "--tls"};
            String[] trusting = append(call, "--ca", certificate.toString());
            String[] trusted = append(trusting, "--cert", certificate.toString(), "--key", key.toString());

            assertEquals("G3 f  qos=0  id=0 at=0 hey", Captured.run(trusted).text());
            assertTrue(Captured.run(trusting).err().startsWith("UNAVAILABLE: "));
            assertTrue(Captured.run(call).err().startsWith("UNAVAILABLE: "));
        } finally {
            secured.shutdownNow();
            assertTrue(secured.awaitTermination(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void keyOfAnotherKind_isSaid_withTheWayOut(@TempDir Path pem) throws IOException {
        Path key = pem.resolve("key.pem");
        writePem(key, "EC PRIVATE KEY", new byte[8]);
        Captured call = call("f", "x", "--tls", "--cert", key.toString(), "--key", key.toString());

        assertEquals(2, call.status());
        assertTrue(call.err().contains("is not PKCS#8; openssl pkcs8 -topk8 -nocrypt -in " + key), call.err());
    }

    @Test
    void brokenKey_isSaidInOneLine(@TempDir Path pem) throws IOException {
        Path key = pem.resolve("key.pem");
        writePem(key, "PRIVATE KEY", new byte[8]);
        Captured call = call("f", "x", "--tls", "--cert", key.toString(), "--key", key.toString());

        assertEquals(2, call.status());
        assertTrue(call.err().startsWith("funclet: the PEM files cannot be used: "), call.err());
    }

    private static void writeKeyPair(Path store, Path certificate, Path key) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-ext",
                        "bc=ca:true",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        writePem(certificate, "CERTIFICATE", keys.getCertificate("a").getEncoded());
        writePem(key, "PRIVATE KEY", keys.getKey("a", "changeit".toCharArray()).getEncoded());
    }

    private static void writePem(Path file, String type, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder().encodeToString(der);
        Files.writeString(file, "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
    }
}
