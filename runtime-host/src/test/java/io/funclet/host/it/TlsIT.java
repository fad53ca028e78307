package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.funclet.host.grpc.RawConnection;
import io.funclet.host.it.Certificates.KeyKind;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Mutual TLS: by the fourth generation's environment, and by the third one's file (contract, section 3). */
class TlsIT {

    private static final FunctionJar ECHO = FunctionJar.of("it.tls", "echo", "return event;");

    @TempDir
    static Path shared;

    private static Certificates certificates;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = Certificates.make(shared);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PKCS8_CLIENT")
    void baetyl2_startsAService_byEnvironment_withEachKindOfKey(KeyKind kind) throws Exception {
        Workspace workspace = baetyl2(kind);

        try (RuntimeProcess runtime = startBaetyl2(workspace);
                Callers callers = Callers.of(workspace.port(), certificates.client("client"))) {
            assertEquals("encrypted", callers.call(Generation.G4, "echo", "encrypted"));
            assertEquals("by default", callers.call(Generation.G4, "", "by default"));

            callers.disconnect();
            assertEquals(0, runtime.terminate());
            assertEquals(List.of(), runtime.err());
            List<String> log = workspace.log().lines();
            assertTrue(log.stream().allMatch(line -> line.contains("[service-1]")), log::toString);
        }
    }

    @Test
    void whoHasNoCertificateOfTheAuthority_isRejected_andTheOthersAreServed() throws Exception {
        Workspace workspace = baetyl2(KeyKind.SEC1);

        try (RuntimeProcess runtime = startBaetyl2(workspace);
                Callers friend = Callers.of(workspace.port(), certificates.client("client"))) {
            try (Callers plaintext = Callers.of(workspace.port());
                    Callers anonymous = Callers.of(workspace.port(), certificates.client(null));
                    Callers stranger = Callers.of(workspace.port(), certificates.client("stranger"))) {
                for (Callers rejected : List.of(plaintext, anonymous, stranger)) {
                    assertEquals(Code.UNAVAILABLE, withoutPatience(rejected).getCode());
                    assertEquals("served", friend.call(Generation.G4, "echo", "served"));
                }
            }
            assertTrue(runtime.isAlive());
        }
    }

    @Test
    void tlsOfTheThirdGeneration_withoutAuthority_asksNoClientForACertificate() throws Exception {
        Workspace workspace = Workspace.in(directory);
        certificates.writeServer(directory.resolve("var/certs"), KeyKind.PKCS8_RSA);
        workspace.configure(workspace.server("key: var/certs/key.pem", "cert: var/certs/crt.pem"), "echo");
        ECHO.deploy(workspace.code("code"), "echo.jar");

        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port(), certificates.client(null));
                Callers plaintext = Callers.of(workspace.port())) {
            assertEquals("encrypted", callers.call("echo", "encrypted"));
            assertEquals(Code.UNAVAILABLE, withoutPatience(plaintext).getCode());
            workspace.log().await("a connection was rejected: its TLS handshake failed");
            assertTrue(runtime.isAlive());
        }
    }

    @Test
    void tlsOfServe_isThatOfItsFile() throws Exception {
        Workspace workspace = Workspace.in(directory);
        certificates.writeServer(directory.resolve("var/certs"), KeyKind.PKCS8_RSA);
        ECHO.deploy(workspace.code("code"), "echo.jar");
        Path file = workspace.file("gate.yml", workspace.server("key: var/certs/key.pem", "cert: var/certs/crt.pem"));

        try (RuntimeProcess runtime = RuntimeProcess.in(directory)
                        .start("serve", "var/db/code", "--config", "gate.yml")
                        .awaitPort(workspace.port());
                Callers callers = Callers.of(workspace.port(), certificates.client(null));
                Callers plaintext = Callers.of(workspace.port())) {
            assertEquals("encrypted", callers.call("echo", "encrypted"));
            assertEquals(Code.UNAVAILABLE, withoutPatience(plaintext).getCode());
            assertTrue(runtime.err().stream().anyMatch(line -> line.endsWith("configuration " + file)));
        }
    }

    /** A client that the server's TLS keeps out must not get in by HTTP. */
    @Test
    void callsByHttp_haveTheTlsOfTheServer() throws Exception {
        Workspace workspace = Workspace.in(directory);
        certificates.writeServer(directory.resolve("var/certs"), KeyKind.PKCS8_RSA);
        workspace.configure(workspace.server("key: var/certs/key.pem", "cert: var/certs/crt.pem"), "echo");
        ECHO.deploy(workspace.code("code"), "echo.jar");
        int port = RuntimeProcess.freePort();
        byte[] request = "POST /functions/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc"
                .getBytes(StandardCharsets.US_ASCII);

        try (RuntimeProcess runtime = RuntimeProcess.in(directory)
                        .environment("FUNCLET_HTTP", Integer.toString(port))
                        .environment("FUNCLET_HTTP_CALLS", "on")
                        .start()
                        .awaitPort(port);
                Socket client = certificates.connect(port, "http/1.1");
                Socket plaintext = new Socket(InetAddress.getLoopbackAddress(), port)) {
            workspace.log().await("calls, metrics and status are at https://");
            client.getOutputStream().write(request);
            assertTrue(ServedWeb.readHead(client.getInputStream()).startsWith("HTTP/1.1 200 "));
            plaintext.getOutputStream().write(request);
            byte[] alert = plaintext.getInputStream().readAllBytes();
            assertFalse(new String(alert, StandardCharsets.US_ASCII).contains("HTTP"));
            assertTrue(runtime.isAlive());
        }
    }

    /** Of an unknown kind: neither Netty nor gRPC minds. */
    @Test
    void floodOfFramesWithinTls_endsItsConnection() throws Exception {
        Workspace workspace = Workspace.in(directory);
        certificates.writeServer(directory.resolve("var/certs"), KeyKind.PKCS8_RSA);
        workspace.configure(workspace.server("key: var/certs/key.pem", "cert: var/certs/crt.pem"), "echo");
        ECHO.deploy(workspace.code("code"), "echo.jar");
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < 1000; i++) {
            frames.writeBytes(RawConnection.bytes(0x42, 0, 0));
        }

        try (RuntimeProcess runtime = workspace.start();
                Callers callers = Callers.of(workspace.port(), certificates.client(null));
                RawConnection hostile = RawConnection.speaking(certificates.connect(workspace.port()))) {
            for (int round = 0; round < 100 && !hostile.hasEnded(); round++) {
                try {
                    hostile.send(frames.toByteArray());
                } catch (IOException ended) {
                    break;
                }
                assertEquals("served", callers.call("echo", "served"));
            }
            assertTrue(hostile.endsWithin((int) Await.LONG.toSeconds()));
            assertTrue(runtime.isAlive());
        }
    }

    /** A client that ignores the date is served: the clock of a gateway is more often wrong than its certificate. */
    @Test
    void certificateThatHasExpired_isWarnedOf_once_andServed() throws Exception {
        Workspace workspace = Workspace.in(directory);
        certificates.writeExpiredServer(directory.resolve("var/certs"));
        workspace.configure(workspace.server("key: var/certs/key.pem", "cert: var/certs/crt.pem"), "echo");

        try (RuntimeProcess runtime = workspace.start()) {
            workspace.log().awaitAll(" WARN ", "certificate ", "crt.pem has expired on ");
            assertEquals(0, runtime.terminate());
            assertEquals(1, workspace.log().count("has expired on"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"key.pem", "crt.pem", "ca.pem"})
    void fileThatIsNoPem_isRejectedAtTheStart_byItsName(String file) throws Exception {
        Workspace workspace = baetyl2(KeyKind.SEC1);
        Files.writeString(certificatesOf(workspace).resolve(file), "garbage\n");

        assertRejected(workspace, file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key.pem", "crt.pem", "ca.pem"})
    void fileThatIsMissing_isRejectedAtTheStart_byItsName(String file) throws Exception {
        Workspace workspace = baetyl2(KeyKind.SEC1);
        Files.delete(certificatesOf(workspace).resolve(file));

        assertRejected(workspace, file);
    }

    @Test
    void keyOfAnotherKind_isRejectedAtTheStart() throws Exception {
        assertKeyRejected(KeyKind.PKCS1);
    }

    @Test
    void keyOfAnotherCertificate_isRejectedAtTheStart() throws Exception {
        assertKeyRejected(KeyKind.PKCS8_CLIENT);
    }

    private void assertKeyRejected(KeyKind kind) throws Exception {
        Workspace workspace = baetyl2(KeyKind.SEC1);
        Path other = Files.createDirectory(directory.resolve("other"));
        certificates.writeServer(other, kind);
        Files.copy(
                other.resolve("key.pem"),
                certificatesOf(workspace).resolve("key.pem"),
                StandardCopyOption.REPLACE_EXISTING);

        assertRejected(workspace, "key.pem");
    }

    private void assertRejected(Workspace workspace, String reason) throws Exception {
        try (RuntimeProcess runtime = baetyl2Process(workspace).start()) {
            assertEquals(1, runtime.awaitExit(Await.LONG));
            assertEquals(1, runtime.err().size(), () -> runtime.err().toString());
            assertTrue(
                    runtime.err().get(0).startsWith("funclet: "),
                    () -> runtime.err().toString());
            assertTrue(
                    runtime.err().get(0).contains(reason), () -> runtime.err().toString());
            assertEquals(List.of(), List.copyOf(runtime.litter()));
        }
    }

    /** Of a client that does not wait for a connection that never comes. */
    private static Status withoutPatience(Callers callers) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
        byte[] request = Generation.G4.request("echo", ByteString.EMPTY).toByteArray();
        return Callers.failure(() -> callers.raw(Generation.G4.method(), request, options));
    }

    private Workspace baetyl2(KeyKind kind) throws Exception {
        Workspace workspace = Workspace.in(directory);
        certificates.writeServer(certificatesOf(workspace), kind);
        workspace.file("etc/baetyl/conf.yml", """
                functions:
                  - {name: echo, handler: echo, codedir: echo-code}
                logger: {path: var/log/service.log, level: debug}
                """);
        Path code = Files.createDirectories(directory.resolve("var/lib/baetyl/code/echo-code"));
        ECHO.deploy(code, "echo.jar");
        return workspace;
    }

    private static Path certificatesOf(Workspace workspace) {
        return workspace.path().resolve("var/lib/baetyl/system/certs");
    }

    private static RuntimeStart baetyl2Process(Workspace workspace) {
        return RuntimeProcess.in(workspace.path())
                .environment("BAETYL_RUN_MODE", "native")
                .environment("BAETYL_SERVICE_NAME", "service-1")
                .environment("BAETYL_SERVICE_DYNAMIC_PORT", Integer.toString(workspace.port()));
    }

    private static RuntimeProcess startBaetyl2(Workspace workspace) throws Exception {
        return baetyl2Process(workspace).start().awaitPort(workspace.port());
    }
}
