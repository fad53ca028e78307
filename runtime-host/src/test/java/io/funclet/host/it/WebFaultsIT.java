package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the HTTP address makes of clients that are slow, wrong or elsewhere's, and of an address that cannot be. */
class WebFaultsIT {

    /** As {@code /proc/net/tcp} has it. */
    private static final String LISTENING = "0A";

    private static final String CONNECTED = "01";

    @TempDir
    Path directory;

    private Workspace workspace;
    private WebClient web;

    @BeforeEach
    void configure() throws Exception {
        workspace = Workspace.in(directory);
        workspace.configure(workspace.server(), "echo");
        web = WebClient.of(RuntimeProcess.freePort());
    }

    private RuntimeProcess started(String address) throws Exception {
        return RuntimeProcess.in(directory).environment("FUNCLET_HTTP", address).start();
    }

    private RuntimeProcess serving() throws Exception {
        return started(Integer.toString(web.port())).awaitPort(workspace.port()).awaitPort(web.port());
    }

    @Test
    void nothing_isServedUnlessTold() throws Exception {
        try (RuntimeProcess runtime = workspace.start()) {
            workspace.log().await("service listens");
            assertEquals(1, sockets(runtime, LISTENING, ""), "sockets that listen");
            assertEquals(0, runtime.terminate());
        }
        try (RuntimeProcess runtime = serving()) {
            assertEquals(2, sockets(runtime, LISTENING, ""), "sockets that listen");
            assertEquals(0, runtime.terminate());
        }
    }

    /** How many TCP sockets a process has in a state, of those whose local address ends so. */
    private static long sockets(RuntimeProcess runtime, String state, String localEnd) throws IOException {
        List<String> sockets = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/" + runtime.pid() + "/fd"))) {
            for (Path file : files.toList()) {
                if (Files.isSymbolicLink(file)) {
                    sockets.add(Files.readSymbolicLink(file).toString());
                }
            }
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("/proc/net/tcp")));
        if (Files.exists(Path.of("/proc/net/tcp6"))) {
            lines.addAll(Files.readAllLines(Path.of("/proc/net/tcp6")));
        }
        return lines.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > 9 && fields[3].equals(state) && fields[1].endsWith(localEnd))
                .filter(fields -> sockets.contains("socket:[" + fields[9] + "]"))
                .count();
    }

    @Test
    void slowClients_holdUpNobody() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (RuntimeProcess runtime = serving()) {
            for (int i = 0; i < 40; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), web.port());
                slow.add(socket);
                // Some ask for nothing, some do not end their question, some do not read the answer.
                String[] questions = {
                    "", "GET /metrics HTTP/1.1\r\nHost: loc", "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
                };
                socket.getOutputStream().write(questions[i % 3].getBytes(StandardCharsets.US_ASCII));
                // Waits less long than a server would that deals with one after the other, ten seconds each.
                web.metrics();
            }
            assertTrue(
                    sockets(runtime, CONNECTED, String.format(":%04X", web.port())) <= 16,
                    "no more connections than there may be");
            try (Callers callers = Callers.of(workspace.port())) {
                FunctionJar.of("it.echo", "echo", "return event;").deploy(workspace.code("code"), "echo.jar");
                assertEquals("x", callers.call("echo", "x"));
            }
            // The one that has asked for nothing for the longest time has gone.
            slow.get(0).setSoTimeout((int) Await.LONG.toMillis());
            assertEquals(-1, slow.get(0).getInputStream().read());
            assertEquals(0, runtime.terminate());
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void unfinishedQuestion_isNotWaitedForLong() throws Exception {
        try (RuntimeProcess runtime = serving();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout((int) Await.LONG.toMillis());
            assertEquals(-1, socket.getInputStream().read());
            assertTrue(runtime.isAlive());
        }
    }

    @Test
    void site_isReadOnly_andTellsNobodyElse() throws Exception {
        try (RuntimeProcess runtime = serving()) {
            for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH")) {
                HttpResponse<String> answer = web.ask(method, "/status.json");
                assertEquals(405, answer.statusCode(), method);
                assertEquals("GET, HEAD", answer.headers().firstValue("allow").orElse(""));
            }
            HttpResponse<String> head = web.ask("HEAD", "/metrics");
            assertEquals(200, head.statusCode());
            assertEquals("", head.body());
            assertTrue(head.headers().firstValueAsLong("content-length").orElse(0) > 1000);
            assertEquals(404, web.ask("GET", "/../etc/passwd").statusCode());
            for (String path : List.of("/", "/status.json", "/metrics")) {
                HttpResponse<String> answer = web.ask("GET", path);
                String policy =
                        answer.headers().firstValue("content-security-policy").orElse("");
                assertTrue(policy.contains("default-src 'none'"), policy);
                assertTrue(policy.contains("frame-ancestors 'none'"), policy);
                assertEquals(
                        "DENY", answer.headers().firstValue("x-frame-options").orElse(""));
                assertEquals(
                        "nosniff",
                        answer.headers().firstValue("x-content-type-options").orElse(""));
                assertEquals(
                        "no-store", answer.headers().firstValue("cache-control").orElse(""));
                assertFalse(answer.headers()
                        .firstValue("access-control-allow-origin")
                        .isPresent());
            }
            assertTrue(
                    raw("GET /metrics HTTP/1.1\r\nHost: evil.example:" + web.port() + "\r\nConnection: close\r\n\r\n")
                            .startsWith("HTTP/1.1 421 "));
            assertTrue(raw("GET /metrics HTTP/1.1\r\nConnection: close\r\n\r\n").startsWith("HTTP/1.1 421 "));
            assertTrue(raw("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .startsWith("HTTP/1.1 200 "));
            assertTrue(raw("hello\r\n\r\n").startsWith("HTTP/1.1 400 "));
            assertTrue(raw("GET /" + "x".repeat(5000) + " HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 400 "));
            assertEquals(0, runtime.terminate());
            assertEquals(List.of(), runtime.err());
        }
    }

    private String raw(String question) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
            socket.setSoTimeout((int) Await.LONG.toMillis());
            socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(200), StandardCharsets.UTF_8);
        }
    }

    @Test
    void addressInUse_isOneLine_andNothingIsServed() throws Exception {
        try (ServerSocket other = new ServerSocket(web.port(), 1, InetAddress.getLoopbackAddress());
                RuntimeProcess runtime = started(Integer.toString(other.getLocalPort()))) {
            assertEquals(1, runtime.awaitExit(Await.LONG));
            assertEquals(1, runtime.err().size(), runtime::toString);
            String line = runtime.err().get(0);
            assertTrue(line.startsWith("funclet: ") && line.contains("127.0.0.1:" + web.port()), line);
            assertTrue(line.toLowerCase(Locale.ROOT).contains("in use"), line);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "127.0.0.1:99999", "http://localhost:9090"})
    void addressThatIsNone_isOneLine(String address) throws Exception {
        try (RuntimeProcess runtime = started(address)) {
            assertEquals(1, runtime.awaitExit(Await.LONG));
            assertEquals(1, runtime.err().size(), runtime::toString);
            String line = runtime.err().get(0);
            assertTrue(line.contains("FUNCLET_HTTP") && line.contains(address), line);
        }
    }
}
