package io.funclet.host.cli.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.funclet.host.cli.oci.model.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** A server that sends what registries send in trouble. Good cases are tested with a real registry. */
final class FaultyRegistry implements AutoCloseable {

    /** Answers one request. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new ArrayList<>();

    FaultyRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            synchronized (requests) {
                requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization") + " "
                        + exchange.getRequestHeaders().getFirst("Range"));
            }
            try (exchange) {
                answers.getOrDefault(path, other -> send(other, 404, new byte[0]))
                        .to(exchange);
            }
        });
        server.start();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Each as method, address, authorization and range. */
    List<String> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    void answer(String path, Answer answer) {
        answers.put(path, answer);
    }

    Answer answerOf(String path) {
        return answers.get(path);
    }

    void answer(String path, byte[] content) {
        answer(path, exchange -> send(exchange, 200, content));
    }

    /** Serves the only artifact of a layout under a tag of the repository {@code r}. */
    void serve(Path layout, String tag) throws IOException {
        try (Stream<Path> blobs = Files.list(layout.resolve("blobs/sha256"))) {
            for (Path blob : blobs.toList()) {
                answer("/v2/r/blobs/sha256:" + blob.getFileName(), Files.readAllBytes(blob));
            }
        }
        String index = Files.readString(layout.resolve("index.json"));
        String digest = index.replaceFirst("(?s).*\"digest\":\"sha256:([0-9a-f]+)\".*", "$1");
        byte[] manifest = Files.readAllBytes(layout.resolve("blobs/sha256/" + digest));
        answer("/v2/r/manifests/" + tag, exchange -> {
            exchange.getResponseHeaders()
                    .set("Docker-Content-Digest", Digest.of(manifest).toString());
            send(exchange, 200, manifest);
        });
    }

    static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD") || content.length == 0;
        exchange.sendResponseHeaders(status, head ? -1 : content.length);
        if (!head) {
            exchange.getResponseBody().write(content);
        }
    }

    static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
