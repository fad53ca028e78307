package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the HTTP address makes of clients that are wrong or elsewhere's, and of an address that cannot be. */
class WebFaultsIT extends ServedWeb {

    /** As {@code /proc/net/tcp} has it. */
    private static final String LISTENING = "0A";

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
            assertTrue(beginning("GET /metrics HTTP/1.1\r\nHost: evil.example:" + web.port()
                            + "\r\nConnection: close\r\n\r\n")
                    .startsWith("HTTP/1.1 421 "));
            assertTrue(beginning("GET /metrics HTTP/1.1\r\nConnection: close\r\n\r\n")
                    .startsWith("HTTP/1.1 421 "));
            assertTrue(beginning("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .startsWith("HTTP/1.1 200 "));
            assertTrue(beginning("hello\r\n\r\n").startsWith("HTTP/1.1 400 "));
            assertTrue(
                    beginning("GET /" + "x".repeat(5000) + " HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 400 "));
            assertEquals(0, runtime.terminate());
            assertEquals(List.of(), runtime.err());
        }
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
