package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions called by HTTP, as clients of all kinds do it, and beside gRPC. */
class HttpCallsIT {

    private static final String ORIGIN = "https://app.example";

    private static final int LARGE_BYTES = 4 * 1024 * 1024;

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(
                    Map.of("code", List.of("echo", "seen", "ends", "gate", "narrow", "a name/with %")))
            .withWeb()
            .environment("FUNCLET_HTTP_CALLS", "on")
            .environment("FUNCLET_HTTP_ORIGINS", ORIGIN + ", http://localhost:3000")
            .before(extension -> functions().deploy(extension.code("code"), "functions.jar"))
            .after(extension -> extension.workspace().awaitServing("echo", "narrow"));

    private static FunctionJar functions() {
        return FunctionJar.bundle("it.http")
                .function("echo", "return event;")
                .function("a name/with %", "return event;")
                .function("gate", Gate.HANDLER)
                .source(limited())
                .function("seen", """
                        return Payload.of(context.protocol() + " " + context.functionName() + " " + context.messageId()
                            + " " + context.qos() + " " + context.topic() + " " + context.timestamp() + " "
                            + context.invokeId() + " " + context.traceParent() + " " + context.traceState() + " "
                            + new TreeMap<>(context.metadata()));
                        """)
                .function("ends", """
                        switch (event.text()) {
                            case "refused": throw new FunctionException("no such room");
                            case "thrown": throw new IllegalStateException("out of order");
                            case "broken": throw new AssertionError("never");
                            case "large": return Payload.of(new byte[5 * 1024 * 1024]);
                            case "json": return Payload.of(" {\\"a\\": 1.50} ");
                            case "text": return Payload.of("gr\\u00fcn");
                            case "bytes": return Payload.of(new byte[] {1, -1});
                            default: return null;
                        }
                        """)
                .build();
    }

    private static FunctionSource limited() {
        FunctionSource gate = FunctionSource.handler("it.http", "narrow", Gate.HANDLER);
        return new FunctionSource(
                gate.className(),
                gate.text().replace("@Component", "@Component @FunctionLimits(concurrency = 1, queue = 1)"));
    }

    private static HttpResponse<byte[]> post(String function, byte[] body, String... headers) throws Exception {
        return site.web().post("/functions/" + function, body, headers);
    }

    private static HttpResponse<byte[]> post(String function, String body, String... headers) throws Exception {
        return post(function, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static void assertProblem(int status, String code, String detail, HttpResponse<byte[]> response) {
        assertEquals(status, response.statusCode(), () -> text(response));
        assertEquals("application/problem+json", header(response, "content-type"));
        JsonObject problem = JsonParser.parseString(text(response)).getAsJsonObject();
        assertEquals(status, problem.get("status").getAsInt());
        assertEquals(code, problem.get("code").getAsString());
        assertTrue(problem.get("detail").getAsString().contains(detail), problem::toString);
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
        try (Socket client = client()) {
            send(client, "POST /functions/echo HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n");
            assertTrue(readResponse(client).startsWith("HTTP/1.1 421 "));
        }
    }

    /** The framing of requests, on one connection as long as it lasts. */
    @Test
    void connection_isOfUseAfterEachCompleteRequest() throws Exception {
        String head = "POST /functions/echo HTTP/1.1\r\nHost: localhost\r\n";
        try (Socket client = client()) {
            send(client, head + "Content-Length: 2\r\n\r\nab");
            assertTrue(readResponse(client).endsWith("\r\n\r\nab"));
            send(client, head + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n2;x=y\r\nbc\r\n0\r\nTrailer: x\r\n\r\n");
            assertTrue(readResponse(client).endsWith("\r\n\r\nabc"));
            send(client, head + "Content-Length: 0\r\n\r\n");
            assertTrue(readResponse(client).startsWith("HTTP/1.1 204 "));
            send(client, head + "Expect: 100-continue\r\nContent-Length: 1\r\n\r\n");
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", ServedWeb.readHead(client.getInputStream()));
            send(client, "x");
            assertTrue(readResponse(client).endsWith("\r\n\r\nx"));
            send(client, "GET /functions/echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertTrue(readResponse(client).startsWith("HTTP/1.1 405 "));
            send(client, head + "Expect: 100-continue\r\nContent-Length: 5000000\r\n\r\n");
            assertTrue(readResponse(client).startsWith("HTTP/1.1 413 "));
            assertEquals(-1, client.getInputStream().read());
        }
        try (Socket client = client()) {
            String old = head.replace("1.1", "1.0") + "Expect: 100-continue\r\nContent-Length: 1\r\n\r\n";
            send(client, old + "x");
            assertTrue(readResponse(client).endsWith("\r\n\r\nx"), old);
        }
        for (String rejected : new String[] {
            "417 Expect: more\r\nContent-Length: 1\r\n\r\nx",
            "417 Expect: 100-continue\r\nExpect: more\r\nContent-Length: 1\r\n\r\nx",
            "415 Content-Encoding: identity\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx",
            "501 Transfer-Encoding: gzip, chunked\r\n\r\n",
            "400 Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            "413 Transfer-Encoding: chunked\r\n\r\n400001\r\n" + "x".repeat(0x400001)
        }) {
            try (Socket client = client()) {
                send(client, head + rejected.substring(4));
                String response = readResponse(client);
                assertTrue(response.startsWith("HTTP/1.1 " + rejected.substring(0, 3)), response);
            }
        }
    }

    @Test
    void functionOfADisconnectedClient_isInterrupted() throws Exception {
        Gate gate = Gate.in(site.path());
        try (Socket client = client()) {
            send(
                    client,
                    "POST /functions/gate HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                            + gate.event().length() + "\r\n\r\n" + gate.event());
            gate.awaitEntered();
        }
        String seen = gate.awaitInterrupted();
        assertTrue(seen.startsWith("cancelled=true"), seen);
        assertFalse(seen.endsWith(" remaining=0"), seen);
    }

    private static Socket client() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.web().port());
        socket.setSoTimeout((int) Await.LONG.toMillis());
        return socket;
    }

    private static void send(Socket client, String bytes) throws IOException {
        client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String readResponse(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        String head = ServedWeb.readHead(in);
        Matcher length = LENGTH.matcher(head);
        return length.find()
                ? head + new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8)
                : head;
    }

    /** As CloudEvents 1.0.2 has it; what is read in which way is in {@code StructuredEventTest}. */
    @Test
    void cloudEvent_isAnsweredByAnother_inItsOwnMode() throws Exception {
        HttpResponse<byte[]> binary = post(
                "echo",
                "[1.0, 10000000000000000000000]",
                "Content-Type",
                "application/json",
                "ce-specversion",
                "1.0",
                "ce-id",
                "A234",
                "ce-source",
                "/room/1",
                "ce-type",
                "Euro%20%E2%82%AC");
        assertEquals("[1.0, 10000000000000000000000]", text(binary));
        assertEquals("1.0", header(binary, "ce-specversion"));
        assertEquals("Euro%20%E2%82%AC.response", header(binary, "ce-type"));
        assertEquals("/functions/echo", header(binary, "ce-source"));
        assertEquals("application/json", header(binary, "content-type"));

        String envelope =
                "{\"specversion\":\"1.0\",\"id\":\"A234\",\"source\":\"/room/1\",\"type\":\"t\",\"n\":5,\"data\":";
        HttpResponse<byte[]> structured = post(
                "echo", envelope + "[1.0, 1e400 ]}", "Content-Type", "Application/CloudEvents+JSON; charset=UTF-8");
        assertEquals("application/cloudevents+json", header(structured, "content-type"));
        assertTrue(text(structured).endsWith(",\"data\":[1.0, 1e400 ]}"), text(structured));
        assertEquals(
                header(binary, "ce-id"),
                JsonParser.parseString(text(structured))
                        .getAsJsonObject()
                        .get("id")
                        .getAsString());

        String seen = text(
                post("seen", envelope + "null}", "Content-Type", "application/cloudevents+json", "Funclet-Topic", "t"));
        String base64 = JsonParser.parseString(seen)
                .getAsJsonObject()
                .get("data_base64")
                .getAsString();
        String context = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        assertTrue(
                context.endsWith("{ce-id=A234, ce-n=5, ce-source=/room/1, ce-specversion=1.0, ce-type=t,"
                        + " content-type=application/json, functionName=seen, invokeId=A234, messageTopic=t}"),
                context);
        assertEquals(
                204,
                post("ends", envelope + "1}", "Content-Type", "application/cloudevents+json")
                        .statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "415 | application/cloudevents-batch+json | []          | each event in a request of its own",
                "415 | application/cloudevents+avro       | x           | application/cloudevents+json",
                "400 | application/cloudevents+json       | {\"id\":\"1\"} | specversion",
                "400 | application/cloudevents+json       | {           | not a JSON object"
            })
    void cloudEventThatIsNone_isRejectedWithTheReason(int status, String type, String body, String reason)
            throws Exception {
        assertProblem(status, "INVALID_ARGUMENT", reason, post("echo", body, "Content-Type", type));
    }

    @Test
    void cloudEventInHeaders_needsAllRequiredAttributes() throws Exception {
        assertProblem(400, "INVALID_ARGUMENT", "source", post("echo", "x", "ce-specversion", "1.0", "ce-id", "1"));
        assertProblem(
                400,
                "INVALID_ARGUMENT",
                "only 1.0",
                post("echo", "x", "ce-specversion", "0.3", "ce-id", "1", "ce-source", "s", "ce-type", "t"));
    }
}
