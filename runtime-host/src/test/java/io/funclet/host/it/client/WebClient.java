package io.funclet.host.it.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.funclet.host.soak.Traffic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Who reads the metrics and the status of a runtime. */
public record WebClient(int port, HttpClient http) {

    private static final String OPEN_METRICS =
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1";

    public static WebClient of(int port) {
        return new WebClient(
                port,
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    public HttpResponse<String> ask(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Await.LONG)
                .method(
                        method,
                        method.equals("POST") ? BodyPublishers.ofString("x".repeat(100)) : BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    public HttpResponse<byte[]> post(String path, byte[] body, String... headers) throws Exception {
        return http.send(request(path, body, headers), BodyHandlers.ofByteArray());
    }

    public CompletableFuture<HttpResponse<byte[]>> begin(String path, String body) {
        return http.sendAsync(request(path, body.getBytes(StandardCharsets.UTF_8)), BodyHandlers.ofByteArray());
    }

    private HttpRequest request(String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Await.LONG)
                .POST(BodyPublishers.ofByteArray(body));
        return (headers.length > 0 ? request.headers(headers) : request).build();
    }

    /** Callers of a function by HTTP, where calls are on. */
    public Traffic.Line line(String function) {
        return new Traffic.Line() {
            @Override
            public byte[] call(byte[] event) {
                try {
                    HttpResponse<byte[]> answer = post("/functions/" + function, event);
                    assertEquals(200, answer.statusCode());
                    return answer.body();
                } catch (Exception | AssertionError failure) {
                    throw new IllegalStateException(failure);
                }
            }

            @Override
            public void close() {
                // The client has no connection of its own that must be closed.
            }
        };
    }

    public String get(String path, String... headers) throws Exception {
        HttpResponse<String> answer = ask("GET", path, headers);
        assertEquals(200, answer.statusCode(), answer::body);
        return answer.body();
    }

    public MetricsText metrics() throws Exception {
        return MetricsText.openMetrics(get("/metrics", "Accept", OPEN_METRICS));
    }

    /** Reads until a series has a value: what is counted may be so a moment after it was seen. */
    public MetricsText awaitMetric(double value, String name, String... labels) throws Exception {
        MetricsText[] last = new MetricsText[1];
        Await.until(
                name + " " + String.join(" ", labels) + " = " + value,
                Duration.ofSeconds(20),
                () -> {
                    last[0] = metrics();
                    return last[0].sum(name, labels) == value;
                },
                () -> last[0].values());
        return last[0];
    }

    public JsonObject status() throws Exception {
        return JsonParser.parseString(get("/status.json")).getAsJsonObject();
    }
}
