package io.funclet.host.it.http;

import static io.funclet.host.it.http.HttpFunctions.ORIGIN;
import static io.funclet.host.it.http.HttpFunctions.assertProblem;
import static io.funclet.host.it.http.HttpFunctions.client;
import static io.funclet.host.it.http.HttpFunctions.header;
import static io.funclet.host.it.http.HttpFunctions.readResponse;
import static io.funclet.host.it.http.HttpFunctions.send;
import static io.funclet.host.it.http.HttpFunctions.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.MetricsText;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions called by HTTP, as clients of all kinds do it, and beside gRPC. */
@Embedded
class HttpCallsIT {

    private static final int LARGE_BYTES = 4 * 1024 * 1024;

    @RegisterExtension
    static final RuntimeExtension site = HttpFunctions.site();

    private static HttpResponse<byte[]> post(String function, byte[] body, String... headers) throws Exception {
        return HttpFunctions.post(site, function, body, headers);
    }

    private static HttpResponse<byte[]> post(String function, String body, String... headers) throws Exception {
        return HttpFunctions.post(site, function, body, headers);
    }

    @Test
    void event_andResponse_areAnyBytes_upToTheLargestMessage() throws Exception {
        for (int size : new int[] {1, 1000, 70_000, LARGE_BYTES}) {
            byte[] event = new byte[size];
            new Random(size).nextBytes(event);
            HttpResponse<byte[]> response = post("echo", event);
            assertEquals(200, response.statusCode());
            assertArrayEquals(event, response.body());
        }
        assertEquals("x", text(post("a%20name%2Fwith%20%25", "x")));
    }

    @ParameterizedTest
    @CsvSource({
        "json, 200, application/json, ' {\"a\": 1.50} '",
        "text, 200, text/plain; charset=utf-8, grün",
        "bytes, 200, application/octet-stream,",
        "nothing, 204, '', ''"
    })
    void response_hasTheTypeOfItsBytes_andNoneIs204(String event, int status, String type, String body)
            throws Exception {
        HttpResponse<byte[]> response = post("ends", event);
        assertEquals(status, response.statusCode());
        assertEquals(type, header(response, "content-type"));
        if (body != null) {
            assertEquals(body, text(response));
        }
    }

    @Test
    void headers_becomeTheContextOfTheCall() throws Exception {
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assertEquals(
                "HTTP seen 18446744073709551615 OptionalInt[1] Räume/1 Optional[1970-01-01T00:00:07Z] i-1"
                                .replace("18446744073709551615", "-1")
                        + " Optional[" + parent + "] Optional[a=b,c=d] {content-type=text/plain, functionName=seen,"
                        + " invokeId=i-1, messageQOS=1, messageTimestamp=7, messageTopic=Räume/1, user-id=\"7\" %}",
                text(post(
                        "seen",
                        "{}",
                        "Content-Type",
                        "text/plain",
                        "Funclet-Topic",
                        "R%C3%a4ume/1",
                        "Funclet-QoS",
                        "1",
                        "Funclet-Message-Id",
                        "18446744073709551615",
                        "Funclet-Timestamp",
                        "7",
                        "Funclet-Invoke-Id",
                        "i-1",
                        "Funclet-Meta-User-Id",
                        "\"\\\"7\\\" %25\"",
                        "traceparent",
                        parent,
                        "tracestate",
                        "a=b",
                        "tracestate",
                        "c=d")));
        assertEquals(
                "HTTP seen 0 OptionalInt.empty  Optional.empty  Optional.empty Optional.empty {functionName=seen}",
                text(post("seen", "{}")));
    }

    @ParameterizedTest
    @CsvSource({
        "Funclet-QoS, 3, is not 0",
        "Funclet-Message-Id, -1, 2^64-1",
        "Funclet-Timestamp, now, seconds since 1970",
        "Funclet-Timeout, 5, with a unit",
        "Funclet-Topic, %zz, %25",
        "Funclet-Topic, %C0%A0, UTF-8",
        "Funclet-Topic, a%0Ab, control character",
        "Funclet-Tropic, a, Funclet-Topic",
        "Funclet-Meta-, a, Funclet-Topic"
    })
    void malformedHeader_isNamed(String header, String value, String reason) throws Exception {
        HttpResponse<byte[]> response = post("seen", "{}", header, value);
        assertProblem(400, "INVALID_ARGUMENT", reason, response);
        assertTrue(text(response).contains(header.toLowerCase(Locale.ROOT)), () -> text(response));
    }

    /** Each row of docs/reference/http.md. */
    @Test
    void failure_hasItsStatus_andAProblemDocument() throws Exception {
        assertProblem(404, "NOT_FOUND", "nobody", post("nobody", "x"));
        assertProblem(404, "NOT_FOUND", "/functions/NAME", post("", "x"));
        assertProblem(404, "NOT_FOUND", "/functions/NAME", post("echo/more", "x"));
        assertProblem(422, "FAILED_PRECONDITION", "no such room", post("ends", "refused"));
        assertProblem(500, "UNKNOWN", "out of order", post("ends", "thrown"));
        assertProblem(500, "INTERNAL", "never", post("ends", "broken"));
        assertProblem(500, "RESOURCE_EXHAUSTED", "server.message.length.max", post("ends", "large"));
        assertProblem(413, "RESOURCE_EXHAUSTED", "server.message.length.max", post("echo", new byte[LARGE_BYTES + 1]));
        assertProblem(415, "INVALID_ARGUMENT", "Content-Encoding", post("echo", "x", "Content-Encoding", "gzip"));
        Gate gate = Gate.in(site.path());
        assertProblem(
                504,
                "DEADLINE_EXCEEDED",
                "gate did not answer",
                post("gate", gate.event(), "Funclet-Timeout", "200ms"));
        assertTrue(gate.awaitInterrupted().startsWith("cancelled=true"));
    }

    @Test
    void moreCallsThanTheFunctionAllows_are429_andMayComeAgain() throws Exception {
        Gate first = Gate.in(site.path());
        Gate second = Gate.in(site.path());
        Future<byte[]> running = site.callers().begin("narrow", first.event(), Await.LONG);
        first.awaitEntered();
        Future<byte[]> waiting = site.callers().begin("narrow", second.event(), Await.LONG);
        site.web().awaitMetric(1, "funclet_calls_waiting", "function", "narrow");

        HttpResponse<byte[]> response = post("narrow", "x");

        assertProblem(429, "RESOURCE_EXHAUSTED", "narrow", response);
        assertEquals("1", header(response, "retry-after"));
        first.open();
        second.open();
        assertEquals("passed", Callers.payload(running));
        assertEquals("passed", Callers.payload(waiting));
    }

    @Test
    void calls_areCountedLikeThoseOfGrpc() throws Exception {
        MetricsText before = site.web().metrics();
        post("echo", "x");
        post("ends", "refused");
        post("seen", "x", "Funclet-QoS", "3");
        site.web()
                .awaitMetric(
                        before.sum("funclet_calls_total", "function", "ends", "failure", "refused") + 1,
                        "funclet_calls_total",
                        "function",
                        "ends",
                        "failure",
                        "refused");
        MetricsText after = site.web().metrics();
        for (String[] labels : new String[][] {
            {"funclet_calls_total", "generation", "http", "function", "echo", "status", "OK"},
            {"funclet_invalid_requests_total", "generation", "http", "failure", "malformed_request"}
        }) {
            String[] rest = Arrays.copyOfRange(labels, 1, labels.length);
            assertEquals(before.sum(labels[0], rest) + 1, after.sum(labels[0], rest), labels[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
    void otherMethod_is405(String method) throws Exception {
        HttpResponse<String> response = site.web().ask(method, "/functions/echo");
        assertEquals(405, response.statusCode());
        assertEquals("POST, OPTIONS", header(response, "allow"));
    }

    @Test
    void pageOfAnotherSite_callsOnlyIfItIsListed() throws Exception {
        assertProblem(
                403, "PERMISSION_DENIED", "FUNCLET_HTTP_ORIGINS", post("echo", "x", "Origin", "https://evil.example"));
        assertProblem(403, "PERMISSION_DENIED", "FUNCLET_HTTP_ORIGINS", post("echo", "x", "Origin", "null"));
        HttpResponse<byte[]> listed = post("echo", "x", "Origin", ORIGIN);
        assertEquals(200, listed.statusCode());
        assertEquals(ORIGIN, header(listed, "access-control-allow-origin"));
        HttpResponse<byte[]> own =
                post("echo", "x", "Origin", "http://127.0.0.1:" + site.web().port());
        assertEquals(200, own.statusCode());
        assertEquals("", header(own, "access-control-allow-origin"));

        HttpResponse<String> preflight = site.web()
                .ask(
                        "OPTIONS",
                        "/functions/echo",
                        "Origin",
                        "http://localhost:3000",
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "content-type,funclet-topic");
        assertEquals(204, preflight.statusCode());
        assertEquals("http://localhost:3000", header(preflight, "access-control-allow-origin"));
        assertEquals("POST", header(preflight, "access-control-allow-methods"));
        assertEquals("content-type,funclet-topic", header(preflight, "access-control-allow-headers"));
        HttpResponse<String> rejected = site.web()
                .ask(
                        "OPTIONS",
                        "/functions/echo",
                        "Origin",
                        "https://evil.example",
                        "Access-Control-Request-Method",
                        "POST");
        assertEquals(403, rejected.statusCode());
        assertEquals("", header(rejected, "access-control-allow-origin"));
        try (Socket client = client(site)) {
            send(client, "POST /functions/echo HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n");
            assertTrue(readResponse(client).startsWith("HTTP/1.1 421 "));
        }
    }
}
