package io.funclet.host.it.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.ServedWeb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the HTTP address makes of clients that are wrong or elsewhere's, and of an address that cannot be. */
class WebFaultsIT extends ServedWeb {

    /** As {@code /proc/net/tcp} has it. */
    private static final String LISTENING = "0A";

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");

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
            for (String path : List.of("/", "/status.json", "/metrics", "/health")) {
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
            assertTrue(beginning("GET /metrics HTTP/1.1\r\nHost: evil.example:" + web.port()
                            + "\r\nConnection: close\r\n\r\n")
                    .startsWith("HTTP/1.1 421 "));
            assertEquals(0, runtime.terminate());
            assertEquals(List.of(), runtime.err());
        }
    }

    /** What RFC 9112 says of a request, and whether the connection is of use after it. */
    @Test
    void request_isAnsweredOrRejected_asTheStandardSays() throws Exception {
        String site = "Host: localhost\r\n";
        try (RuntimeProcess runtime = serving()) {
            for (String target : List.of(
                    "/metrics", "/metrics?a=b", "http://localhost/metrics", "HTTP://127.0.0.1:" + web.port() + "/")) {
                answers("200 +", "GET " + target + " HTTP/1.1\r\n" + site + "\r\n");
            }
            // The target counts, not the header; and old clients close the connection themselves.
            answers("200 +", "GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\n\r\n");
            answers("421 +", "GET http://evil.example/ HTTP/1.1\r\n" + site + "\r\n");
            answers("200 -", "GET / HTTP/1.0\r\n" + site + "\r\n");
            answers("421 -", "GET / HTTP/1.0\r\n\r\n");
            answers("200 +", "\r\nGET / HTTP/1.1\r\n" + site + "Content-Length: 0\r\n\r\n");
            answers("200 +", "GET / HTTP/1.1\r\n" + site + "X-Folded: a\r\n b\r\n\r\n");
            for (String header : List.of(
                    "",
                    site + site,
                    "Host:\r\n",
                    "Host: a b\r\n",
                    "Host: user@localhost\r\n",
                    "Host: localhost/x\r\n",
                    "Host: localhost, localhost\r\n",
                    "Host: localhost:x\r\n",
                    "Host : localhost\r\n",
                    "Host: local\r\n host\r\n",
                    " " + site,
                    site + "No colon\r\n",
                    site + "X(): y\r\n",
                    site + "X: a\0b\r\n",
                    site + "X: a\rb\r\n",
                    site + "Content-Length: 1\r\nContent-Length: 2\r\n",
                    site + "Content-Length: 1, 2\r\n",
                    site + "Content-Length: -1\r\n",
                    site + "Content-Length: +1\r\n",
                    site + "Content-Length: 1x\r\n",
                    site + "Content-Length: 99999999999999999999\r\n",
                    site + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                    site + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                    site + "Transfer-Encoding: chunked, gzip\r\n")) {
                answers("400 -", "GET / HTTP/1.1\r\n" + header + "\r\n");
            }
            for (String line : List.of(
                    "hello",
                    "GET /",
                    "GET  HTTP/1.1",
                    "GET metrics HTTP/1.1",
                    "GET * HTTP/1.1",
                    "GET /a b HTTP/1.1",
                    "GET /#x HTTP/1.1",
                    "GET http:/// HTTP/1.1",
                    "GET http://user@localhost/ HTTP/1.1",
                    "GET https://localhost/ HTTP/1.1",
                    "GET / HTTP/2.0",
                    "GET / HTTP/x.y",
                    "GET / HTTP/1.1 x",
                    "PRI * HTTP/2.0")) {
                answers("400 -", line + "\r\n" + site + "\r\n");
            }
            answers("400 -", "GET / HTTP/1.0\r\n" + site + "Transfer-Encoding: chunked\r\n\r\n");
            answers("413 -", "GET / HTTP/1.1\r\n" + site + "Content-Length: 5\r\n\r\nhello");
            answers("413 -", "GET / HTTP/1.1\r\n" + site + "Transfer-Encoding: unknown\r\n\r\n");
            answers("413 -", "GET / HTTP/1.1\r\n" + site + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
            answers("405 -", "POST / HTTP/1.1\r\n" + site + "Content-Length: 5\r\n\r\nhello");
            answers("400 -", "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello");
            answers("400 -", "POST /#x HTTP/1.1\r\n" + site + "\r\n");
            answers("405 +", "DELETE / HTTP/1.1\r\n" + site + "\r\n");
            answers("405 +", "OPTIONS * HTTP/1.1\r\n" + site + "\r\n");
            answers("414 -", "GET /" + "x".repeat(5000) + " HTTP/1.1\r\n" + site + "\r\n");
            answers("431 -", "GET / HTTP/1.1\r\n" + site + "X: " + "x".repeat(10_000) + "\r\n\r\n");
            answers("431 -", "GET / HTTP/1.1\r\n" + site + "X: x\r\n".repeat(3000) + "\r\n");
            assertTrue(runtime.isAlive());
        }
    }

    /** The status, and {@code +} if the connection takes a further request. */
    private void answers(String expected, String request) throws Exception {
        try (Socket client = client()) {
            ask(client, request);
            String first = readAnswer(client);
            assertTrue(first.startsWith("HTTP/1.1 " + expected.substring(0, 3)), () -> request + " -> " + first);
            boolean more = expected.endsWith("+");
            assertEquals(!more, first.toLowerCase(Locale.ROOT).contains("\r\nconnection: close"), request);
            if (more) {
                ask(client, "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertTrue(readAnswer(client).startsWith("HTTP/1.1 404 "), request);
            } else {
                assertEquals(-1, client.getInputStream().read(), request);
            }
        }
    }

    /** One answer and no byte more. */
    private static String readAnswer(Socket client) throws IOException {
        String head = readHead(client.getInputStream());
        Matcher length = LENGTH.matcher(head);
        assertTrue(length.find(), head);
        client.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
        return head;
    }

    @Test
    void addressInUse_isOneLine_andNothingIsServed() throws Exception {
        try (ServerSocket other = new ServerSocket(web.port(), 1, InetAddress.getLoopbackAddress());
                RuntimeProcess runtime = started(Integer.toString(other.getLocalPort()))) {
            assertEquals(1, runtime.awaitExit(Await.LONG));
            assertEquals(1, runtime.err().size(), runtime::toString);
            String line = runtime.err().get(0);
            assertTrue(line.startsWith("funclet: FUNCLET_HTTP: ") && line.contains("127.0.0.1:" + web.port()), line);
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
