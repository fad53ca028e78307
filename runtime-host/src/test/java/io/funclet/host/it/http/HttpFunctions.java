package io.funclet.host.it.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.ServedWeb;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A runtime that takes calls by HTTP, with functions for that, and clients of it. */
final class HttpFunctions {

    static final String ORIGIN = "https://app.example";

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");

    private HttpFunctions() {}

    static RuntimeExtension site() {
        return RuntimeExtension.of(Map.of("code", List.of("echo", "seen", "ends", "gate", "narrow", "a name/with %")))
                .withWeb()
                .environment("FUNCLET_HTTP_CALLS", "on")
                .environment("FUNCLET_HTTP_ORIGINS", ORIGIN + ", http://localhost:3000")
                .before(extension -> functions().deploy(extension.code("code"), "functions.jar"))
                .after(extension -> extension.workspace().awaitServing("echo", "narrow"));
    }

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

    static HttpResponse<byte[]> post(RuntimeExtension site, String function, byte[] body, String... headers)
            throws Exception {
        return site.web().post("/functions/" + function, body, headers);
    }

    static HttpResponse<byte[]> post(RuntimeExtension site, String function, String body, String... headers)
            throws Exception {
        return post(site, function, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    static void assertProblem(int status, String code, String detail, HttpResponse<byte[]> response) {
        assertEquals(status, response.statusCode(), () -> text(response));
        assertEquals("application/problem+json", header(response, "content-type"));
        JsonObject problem = JsonParser.parseString(text(response)).getAsJsonObject();
        assertEquals(status, problem.get("status").getAsInt());
        assertEquals(code, problem.get("code").getAsString());
        assertTrue(problem.get("detail").getAsString().contains(detail), problem::toString);
    }

    static Socket client(RuntimeExtension site) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.web().port());
        socket.setSoTimeout((int) Await.LONG.toMillis());
        return socket;
    }

    static void send(Socket client, String bytes) throws IOException {
        client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String readResponse(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        String head = ServedWeb.readHead(in);
        Matcher length = LENGTH.matcher(head);
        return length.find()
                ? head + new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8)
                : head;
    }
}
