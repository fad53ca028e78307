package io.funclet.host.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of gRPC's own, which answers with a text of the message that it got. */
class CallCommandTest {

    private Server server;
    private volatile ByteString answer;

    @BeforeEach
    void startServer() throws IOException {
        server = NettyServerBuilder.forAddress(loopback(0), InsecureServerCredentials.create())
                .addService(runtime())
                .addService(openedge())
                .addService(baetyl())
                .addService(faas())
                .build()
                .start();
    }

    @AfterEach
    void stopServer() throws InterruptedException {
        server.shutdownNow();
        assertTrue(server.awaitTermination(10, TimeUnit.SECONDS));
    }

    @Test
    void generation1_sendsItsFields() {
        Captured call = call("sayhi", "hey", "--generation", "1", "--qos", "1", "--topic", "t", "--invoke-id", "i");

        assertEquals("G1 sayhi i qos=1 t hey", call.text());
        assertEquals(0, call.status());
    }

    @Test
    void generation2_sendsItsFields() {
        String[] args =
                "sayhi hey --generation 2 --qos 1 --topic t --invoke-id i --id 18446744073709551615 --timestamp 7"
                        .split(" ");

        assertEquals(
                "G2 sayhi i qos=1 t id=18446744073709551615 at=7 hey",
                call(args).text());
    }

    @Test
    void generation3_isTheDefault() {
        assertEquals("G3 sayhi  qos=0  id=0 at=0 hey", call("sayhi", "hey").text());
    }

    @Test
    void generation4_sendsMetadata_andWhatTheUserNamesWins() {
        String[] args =
                "sayhi hey --generation 4 --topic t --timestamp 7 --id 3 --metadata k=v=w --metadata messageQOS=2"
                        .split(" ");

        assertEquals(
                "G4 id=3 {functionName=sayhi, k=v=w, messageQOS=2, messageTimestamp=7, messageTopic=t} hey",
                call(args).text());
    }

    @Test
    void answer_isWrittenByteByByte() {
        byte[] bytes = {0, (byte) 0xff, '\n', '\r', (byte) 0xc3};
        answer = ByteString.copyFrom(bytes);

        assertArrayEquals(bytes, call("echo", "x").out());
    }

    @Test
    void answerOverFourMebibytes_arrives() {
        answer = ByteString.copyFrom(new byte[5 << 20]);

        assertEquals(5 << 20, call("echo", "x").out().length);
    }

    @Test
    void emptyAnswer_printsNothing_andStandardErrorSaysFiltered() {
        answer = ByteString.EMPTY;
        Captured call = call("sayhi", "hey");

        assertEquals(0, call.status());
        assertEquals(0, call.out().length);
        assertTrue(call.err().startsWith("filtered"), call.err());
    }

    @Test
    void payload_isReadFromStandardInput_ifMissingOrDash() {
        byte[] input = "from input".getBytes(StandardCharsets.UTF_8);
        String address = "127.0.0.1:" + server.getPort();

        assertEquals(
                "G3 f  qos=0  id=0 at=0 from input",
                Captured.runWithInput(input, "call", "f", "--address", address).text());
        assertEquals(
                "G3 f  qos=0  id=0 at=0 from input",
                Captured.runWithInput(input, "call", "f", "-", "--address", address)
                        .text());
    }

    @Test
    void failure_isOneLineWithItsStatus_andStatus1() {
        Captured call = call("fail", "no such\nthing");

        assertEquals(1, call.status());
        assertEquals("NOT_FOUND: no such thing" + System.lineSeparator(), call.err());
        assertEquals(0, call.out().length);
    }

    @Test
    void silence_endsAtTheTimeout() {
        Captured call = call("hang", "x", "--timeout", "100ms");

        assertEquals(1, call.status());
        assertTrue(call.err().startsWith("DEADLINE_EXCEEDED: "), call.err());
    }

    @Test
    void nobodyListening_isSaidAtOnce() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Captured call = Captured.run("call", "f", "x", "--address", "127.0.0.1:" + port);

        assertEquals(1, call.status());
        assertTrue(call.err().startsWith("UNAVAILABLE: ") && call.err().contains("refused"), call.err());
        assertEquals(1, call.err().lines().count());
    }

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

    private static String[] append(String[] head, String... tail) {
        return Stream.concat(Arrays.stream(head), Arrays.stream(tail)).toArray(String[]::new);
    }

    private Captured call(String... args) {
        String[] all = append(append(new String[] {"call"}, args), "--address", "127.0.0.1:" + server.getPort());
        return Captured.run(all);
    }

    private static SocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private ByteString reply(String fields, ByteString payload) {
        return answer == null ? ByteString.copyFromUtf8(fields + " " + payload.toStringUtf8()) : answer;
    }

    private static <M> void finish(StreamObserver<M> out, M message) {
        out.onNext(message);
        out.onCompleted();
    }

    private BindableService runtime() {
        return new io.funclet.proto.openedge.runtime.RuntimeGrpc.RuntimeImplBase() {
            @Override
            public void handle(
                    io.funclet.proto.openedge.runtime.Message m,
                    StreamObserver<io.funclet.proto.openedge.runtime.Message> out) {
                String fields = "G1 " + m.getFunctionName() + " " + m.getFunctionInvokeID() + " qos=" + m.getQOS() + " "
                        + m.getTopic();
                finish(
                        out,
                        m.toBuilder().setPayload(reply(fields, m.getPayload())).build());
            }
        };
    }

    private BindableService openedge() {
        return new io.funclet.proto.openedge.FunctionGrpc.FunctionImplBase() {
            @Override
            public void call(
                    io.funclet.proto.openedge.FunctionMessage m,
                    StreamObserver<io.funclet.proto.openedge.FunctionMessage> out) {
                String fields = "G2 " + m.getFunctionName() + " " + m.getFunctionInvokeID() + " qos=" + m.getQOS() + " "
                        + m.getTopic() + " id=" + Long.toUnsignedString(m.getID()) + " at=" + m.getTimestamp();
                finish(
                        out,
                        m.toBuilder().setPayload(reply(fields, m.getPayload())).build());
            }
        };
    }

    private BindableService baetyl() {
        return new io.funclet.proto.baetyl.FunctionGrpc.FunctionImplBase() {
            @Override
            public void call(
                    io.funclet.proto.baetyl.FunctionMessage m,
                    StreamObserver<io.funclet.proto.baetyl.FunctionMessage> out) {
                if (m.getFunctionName().equals("hang")) {
                    return;
                }
                if (m.getFunctionName().equals("fail")) {
                    out.onError(Status.NOT_FOUND
                            .withDescription(m.getPayload().toStringUtf8())
                            .asException());
                    return;
                }
                String fields = "G3 " + m.getFunctionName() + " " + m.getFunctionInvokeID() + " qos=" + m.getQOS() + " "
                        + m.getTopic() + " id=" + Long.toUnsignedString(m.getID()) + " at=" + m.getTimestamp();
                finish(
                        out,
                        m.toBuilder().setPayload(reply(fields, m.getPayload())).build());
            }
        };
    }

    private BindableService faas() {
        return new io.funclet.proto.faas.FunctionGrpc.FunctionImplBase() {
            @Override
            public void call(io.funclet.proto.faas.Message m, StreamObserver<io.funclet.proto.faas.Message> out) {
                String fields = "G4 id=" + m.getID() + " " + new java.util.TreeMap<>(m.getMetadataMap());
                finish(
                        out,
                        m.toBuilder().setPayload(reply(fields, m.getPayload())).build());
            }
        };
    }
}
