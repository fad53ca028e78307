package io.funclet.host.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Certificates;
import io.funclet.host.it.client.Certificates.KeyKind;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A renewed certificate is used without a restart, by new connections. */
@Embedded
class RenewedCertificateIT {

    private static final FunctionJar ECHO = FunctionJar.of("it.tls", "echo", "return event;");

    private static Certificates certificates;

    @RegisterExtension
    final RuntimeExtension site = RuntimeExtension.configured(site -> {
        mount(site, "first", KeyKind.PKCS8_EC);
        configure(site, "var/certs/..data");
        ECHO.deploy(site.code("code"), "echo.jar");
    });

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = Certificates.make();
    }

    private static void configure(RuntimeExtension site, String directory) throws Exception {
        site.workspace()
                .configure(
                        site.workspace().server("key: " + directory + "/key.pem", "cert: " + directory + "/crt.pem"),
                        "echo");
    }

    /** As a kubelet updates a volume: a new directory, a new link, a rename. */
    private static void mount(RuntimeExtension site, String name, KeyKind kind) throws Exception {
        Path volume = Files.createDirectories(site.path().resolve("var/certs"));
        certificates.writeServer(volume.resolve(name), kind);
        swap(volume, name);
    }

    private static void swap(Path volume, String name) throws IOException {
        Path link = Files.createSymbolicLink(volume.resolve("..data_tmp"), Path.of(name));
        Files.move(link, volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    private String kindOfKey() throws Exception {
        try (SSLSocket socket = certificates.connect(site.port())) {
            return socket.getSession().getPeerCertificates()[0].getPublicKey().getAlgorithm();
        }
    }

    private void awaitKind(String kind) throws Exception {
        Await.until("the certificate is " + kind, Await.LONG, () -> kindOfKey().equals(kind), site::lines);
    }

    @Test
    void swappedFiles_areUsedByNewConnections_andOpenOnesGoOn() throws Exception {
        try (Callers before = Callers.of(site.port(), certificates.client(null))) {
            assertEquals("1", before.call("echo", "1"));
            assertEquals("EC", kindOfKey());

            mount(site, "second", KeyKind.PKCS8_RSA);

            awaitKind("RSA");
            site.log().awaitAll("INFO", "certificate ", "/crt.pem was replaced: new connections use it");
            assertEquals("2", before.call("echo", "2"));
            try (Callers after = Callers.of(site.port(), certificates.client(null))) {
                assertEquals("3", after.call("echo", "3"));
            }
        }
    }

    @Test
    void keyOfAnotherCertificate_changesNothing_andIsTold_onceAndByAReload() throws Exception {
        Path volume = site.path().resolve("var/certs");
        certificates.writeServer(volume.resolve("second"), KeyKind.PKCS8_RSA);
        Files.copy(
                volume.resolve("first/key.pem"), volume.resolve("second/key.pem"), StandardCopyOption.REPLACE_EXISTING);
        swap(volume, "second");

        site.log().awaitAll("WARN", " is not the key of certificate ", "; new connections use the files of before");
        assertEquals("EC", kindOfKey());
        Said said = site.operator().run("reload");
        assertEquals(1, said.status());
        assertTrue(said.err().contains("nothing has changed: key "), said::err);
        assertEquals("EC", kindOfKey());

        mount(site, "third", KeyKind.PKCS8_RSA);
        awaitKind("RSA");
        assertEquals(1, site.log().count("; new connections use the files of before"));
    }

    @Test
    void otherFiles_areUsedAfterAReload() throws Exception {
        certificates.writeServer(site.path().resolve("var/other"), KeyKind.PKCS8_RSA);
        configure(site, "var/other");

        Said said = site.operator().run("reload");

        assertTrue(
                said.names("changed server.key, for new connections", "changed server.cert, for new connections"),
                said::toString);
        assertEquals("RSA", kindOfKey());
    }
}
