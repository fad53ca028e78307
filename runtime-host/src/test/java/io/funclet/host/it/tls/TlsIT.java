package io.funclet.host.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.funclet.host.grpc.RawConnection;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Certificates;
import io.funclet.host.it.client.Certificates.KeyKind;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.ServedWeb;
import io.funclet.host.it.runtime.TlsWorkspace;
import io.funclet.host.it.runtime.Workspace;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Mutual TLS: by the fourth generation's environment, and by the third one's file (contract, section 3). */
class TlsIT {

    private static Certificates certificates;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = Certificates.make();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PKCS8_CLIENT")
    void baetyl2_startsAService_byEnvironment_withEachKindOfKey(KeyKind kind) throws Exception {
        Workspace workspace = TlsWorkspace.baetyl2(directory, certificates, kind);

        try (RuntimeProcess runtime = TlsWorkspace.start(workspace).awaitPort(workspace.port());
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
        Workspace workspace = TlsWorkspace.baetyl2(directory, certificates, KeyKind.SEC1);

        try (RuntimeProcess runtime = TlsWorkspace.start(workspace).awaitPort(workspace.port());
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
        TlsWorkspace.ECHO.deploy(workspace.code("code"), "echo.jar");

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
        TlsWorkspace.ECHO.deploy(workspace.code("code"), "echo.jar");
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
        TlsWorkspace.ECHO.deploy(workspace.code("code"), "echo.jar");
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
        TlsWorkspace.ECHO.deploy(workspace.code("code"), "echo.jar");
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

    /** Of a client that does not wait for a connection that never comes. */
    private static Status withoutPatience(Callers callers) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
        byte[] request = Generation.G4.request("echo", ByteString.EMPTY).toByteArray();
        return Callers.failure(() -> callers.raw(Generation.G4.method(), request, options));
    }
}
